"""The manager's pages."""

from __future__ import annotations

from django.urls import path

from review.selectors.maps import KINDS
from review.views import (
    audit,
    clip_orders,
    clip_room,
    evidence,
    evidence_certificate,
    evidence_copies,
    evidence_shares,
    health,
    health_again,
    health_words,
    holds,
    library,
    lineup,
    maps,
    maps_people,
    maps_registers,
    maps_settings,
    queue,
    recorders,
    recorders_add,
    recorders_cameras,
    recorders_replace,
    ring_certificate,
    ring_test,
    share,
    transaction,
)

app_name = "review"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("pulse/", queue.pulse, name="pulse"),
    path("transactions/<int:transaction_id>/", transaction.transaction, name="transaction"),
    path("transactions/<int:transaction_id>/clips/", transaction.clips, name="clips"),
    path("transactions/<int:transaction_id>/decide/", transaction.decide, name="decide"),
    path("transactions/<int:transaction_id>/undo/", transaction.undo, name="undo"),
    path("transactions/<int:transaction_id>/notes/", transaction.note, name="note"),
    path("line-up/<uuid:clip_uuid>/", lineup.lineup, name="lineup"),
    path("line-up/<uuid:clip_uuid>/save/", lineup.save, name="save_lineup"),
    path("line-up/<uuid:clip_uuid>/estimate/", lineup.estimate, name="estimate_clock"),
    path("line-up/<uuid:clip_uuid>/use-estimate/", lineup.use_estimate, name="use_estimate"),
    path("clips/", library.library, name="library"),
    path("clips/<uuid:clip_uuid>/", library.clip, name="library_clip"),
    path("clips/<uuid:clip_uuid>/start/", library.say_start, name="export_start"),
    path("clips/export/", library.export, name="export"),
    path("clips/ask/", clip_orders.moment, name="ask_moment"),
    path("clips/look-back/", clip_orders.look_back, name="look_back"),
    path("clips/line/", clip_room.line, name="clip_line"),
    path("clips/kept/", clip_room.kept, name="clips_kept"),
    path("audit/", audit.audit, name="audit"),
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/new/", evidence.new, name="evidence_new"),
    path("evidence/keys/", evidence_certificate.keys, name="evidence_keys"),
    path("evidence/keys/change/", evidence_certificate.change_key, name="change_key"),
    path("evidence/<int:package_id>/", evidence.package, name="evidence_package"),
    path("evidence/<int:package_id>/state/", evidence.state, name="evidence_state"),
    path("evidence/<int:package_id>/again/", evidence.again, name="evidence_again"),
    path("evidence/<int:package_id>/package.zip", evidence.download, name="evidence_file"),
    path("evidence/<int:package_id>/copy/", evidence_copies.copy, name="evidence_copy"),
    path("evidence/<int:package_id>/share/", evidence_shares.make, name="share_evidence"),
    path(
        "evidence/<int:package_id>/certificate/",
        evidence_certificate.certificate,
        name="evidence_certificate",
    ),
    path("evidence/copies/<int:copy_id>/", evidence_copies.video, name="evidence_video"),
    path("evidence/shares/<int:share_id>/", evidence_shares.share, name="evidence_share"),
    path("evidence/shares/<int:share_id>/revoke/", evidence_shares.revoke, name="revoke_share"),
    path(
        "evidence/shares/<int:share_id>/passcode/",
        evidence_shares.passcode,
        name="share_passcode",
    ),
    path("holds/", holds.holds, name="holds"),
    path("holds/place/<int:transaction_id>/", holds.place, name="place_hold"),
    path("holds/<int:hold_id>/lift/", holds.lift, name="lift_hold"),
    path("share/<str:token>/", share.share, name="share"),
    path("share/<str:token>/open/", share.unlock, name="share_unlock"),
    path("share/<str:token>/package.zip", share.package, name="share_package"),
    path("share/<str:token>/copies/<uuid:copy_uuid>/", share.copy, name="share_copy"),
    path("health/", health.health, name="health"),
    path("health/<int:store_id>/", health.store_health, name="store_health"),
    path("health/<int:store_id>/explain/", health_words.explain, name="explain_gap"),
    path("health/<int:store_id>/again/", health_again.read_again, name="read_again"),
    path("health/<int:store_id>/settle/", health_words.settle, name="settle_unfamiliar"),
    path("setup/", maps.stores, name="setup"),
    path("setup/<int:store_id>/", maps.setup_store, name="setup_store"),
    path("setup/<int:store_id>/settings/", maps_settings.settings, name="store_settings"),
    path("setup/<int:store_id>/read-again/", maps.read_again, name="read_as_mapped"),
    path("setup/<int:store_id>/totals/", maps.totals, name="map_totals"),
    path("setup/<int:store_id>/totals/confirm/", maps.confirm_totals, name="confirm_totals"),
    *(
        path(f"setup/<int:store_id>/{kind}/", maps.show, {"kind": kind}, name=f"map_{kind}")
        for kind in KINDS
    ),
    *(
        path(
            f"setup/<int:store_id>/{kind}/confirm/",
            maps.confirm,
            {"kind": kind},
            name=f"confirm_{kind}",
        )
        for kind in KINDS
    ),
    path("setup/registers/<int:register_id>/", maps_registers.register, name="map_register"),
    path(
        "setup/registers/<int:register_id>/change/", maps_registers.change, name="change_register"
    ),
    path("setup/numbers/<int:cashier_id>/", maps_people.number, name="map_number"),
    path("setup/numbers/<int:cashier_id>/assign/", maps_people.assign, name="assign_number"),
    path(
        "setup/assignments/<int:assignment_id>/change/",
        maps_people.change_assignment,
        name="change_assignment",
    ),
    path("setup/<int:store_id>/ring-tests/", ring_test.ring_tests, name="ring_tests"),
    path("setup/<int:store_id>/ring-tests/start/", ring_test.start, name="ring_start"),
    path("ring-tests/<int:ring_test_id>/", ring_test.ring_test, name="ring_test"),
    path("ring-tests/<int:ring_test_id>/steps/<slug:step>/", ring_test.step, name="ring_step"),
    path(
        "ring-tests/<int:ring_test_id>/steps/<slug:step>/state/",
        ring_test.state,
        name="ring_state",
    ),
    path(
        "ring-tests/<int:ring_test_id>/steps/<slug:step>/answer/",
        ring_test.answer,
        name="ring_answer",
    ),
    path("ring-tests/<int:ring_test_id>/end/", ring_certificate.end, name="ring_end"),
    path("ring-tests/<int:ring_test_id>/clock/", ring_certificate.set_clock, name="ring_clock"),
    path(
        "ring-tests/<int:ring_test_id>/certificate/",
        ring_certificate.certificate,
        name="ring_certificate",
    ),
    path(
        "ring-tests/<int:ring_test_id>/certificate.html",
        ring_certificate.certificate_file,
        name="ring_certificate_file",
    ),
    path("ring-tests/<int:ring_test_id>/sample.zip", ring_certificate.sample, name="ring_sample"),
    path("setup/<int:store_id>/recorders/", recorders.recorders, name="recorders"),
    path("setup/<int:store_id>/recorders/add/", recorders_add.add, name="recorder_add"),
    path(
        "setup/<int:store_id>/recorders/folder/", recorders_add.add_folder, name="recorder_folder"
    ),
    path("setup/<int:store_id>/routes/ask/", recorders_add.ask_route, name="ask_route"),
    path("setup/recorders/<int:recorder_id>/", recorders.recorder, name="recorder"),
    path(
        "setup/recorders/<int:recorder_id>/state/", recorders.recorder_state, name="recorder_state"
    ),
    *(
        path(f"setup/recorders/<int:recorder_id>/{act}/", view, name=f"recorder_{name}")
        for act, view, name in (
            ("check", recorders.check_now, "check"),
            ("clear", recorders.clear, "clear"),
            ("switch", recorders.switch_recorder, "switch"),
            ("cameras", recorders.cameras, "cameras"),
            ("stills", recorders.stills, "stills"),
            ("replace", recorders_replace.replace, "replace"),
            ("add", recorders_add.set_up, "set_up"),
            ("add/state", recorders_add.set_up_state, "set_up_state"),
            ("address", recorders_add.address, "address"),
            ("kind", recorders_add.kind, "kind"),
            ("log-in", recorders_add.log_in, "log_in"),
            ("certificate", recorders_add.certificate, "certificate"),
            ("time-base", recorders_add.time_base, "time_base"),
            ("finish", recorders_add.finish, "finish"),
            ("abandon", recorders_add.abandon, "abandon"),
        )
    ),
    path("setup/cameras/<int:camera_id>/zones/", recorders_cameras.zones, name="camera_zones"),
    path("setup/cameras/<int:camera_id>/still", recorders_cameras.still, name="camera_still"),
    path("setup/people/", maps_people.everybody, name="people"),
    path("setup/people/<int:person_id>/change/", maps_people.change_person, name="change_person"),
]
