"""Text that gives itself away: every store's rows carry the canary of that store.

A response that sings of a store which its reader may not see is a leak, wherever it is.
Rows of south have keys that no row of north has, so that a foreign id stays foreign.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.tenancy import in_chain
from alerts.models import (
    Alert,
    AlertTransaction,
    Delivery,
    DeliveryAlert,
    Rule,
    SummaryRun,
    Trial,
    Webhook,
)
from alerts.summaries.facts import gather
from clips.keys import CameraKeys, ClipKeys
from clips.models import Clip, ClipState, Hold
from review.evidence.stored import PackageKeys
from review.models import (
    EvidenceCopy,
    EvidencePackage,
    ExportState,
    MakingState,
    RingStep,
    RingTest,
    SavedSearch,
    SearchExport,
    Share,
    ShareVisit,
    SigningKey,
    StepOutcome,
    VisitKind,
)
from review.ringtest.steps import STEPS
from stores.models import (
    AccessKind,
    AccessLog,
    Camera,
    Cashier,
    CashierAssignment,
    Person,
    Recorder,
    Register,
    Route,
    Source,
    SourceRun,
    Store,
    StoreAccess,
    Token,
)
from transactions.models import FileState, Note, Review, SourceFile, Transaction, Upload

if TYPE_CHECKING:
    from accounts.models import Chain

FOREIGN = 9_000_000
CANARIES = {
    ("north", "101"): "CANARY-NORTH-101",
    ("north", "102"): "CANARY-NORTH-102",
    ("south", "101"): "CANARY-SOUTH-101",
    ("south", "102"): "CANARY-SOUTH-102",
}
NETWORKS = {canary: f"10.9.{place}.0/24" for place, canary in enumerate(CANARIES.values())}
NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


@dataclass(slots=True)
class Planted:
    """The ids of one store's rows, by what an address may speak of."""

    store: str
    ids: dict[str, Any] = field(default_factory=dict)


def plant(chain: Chain, code: str) -> Planted:
    canary = CANARIES[chain.schema_name, code]
    with in_chain(chain):
        store = Store.objects.get(code=code)
        shift = FOREIGN if chain.schema_name == "south" else 0
        key = shift + int(code) * 1000 if shift else None
        Store.objects.filter(pk=store.pk).update(name=canary)
        planted = Planted(code, {"store": store.pk + shift})
        _plant_setup(chain.uuid, store, canary, key, planted)
        _plant_data(store, canary, key, planted)
        _plant_clip(chain, canary, key, planted)
        _plant_ring_test(store, canary, key, planted)
        _plant_evidence(chain, canary, key, planted)
        _plant_alert(store, canary, key, planted)
        _plant_rule(store, canary, key, planted)
        _plant_summary(store, canary, key, planted)
        _plant_searches(store, canary, key, planted)
    return planted


def _plant_setup(
    chain_uuid: uuid.UUID, store: Store, canary: str, key: int | None, planted: Planted
) -> None:
    register = Register.objects.create(pk=key, store=store, code=canary, label=canary)
    cashier = Cashier.objects.create(pk=key, store=store, code=canary, name=canary)
    person = Person.objects.create(pk=key, name=canary)
    held = CashierAssignment.objects.create(pk=key, cashier=cashier, person=person)
    recorder = Recorder.objects.create(pk=key, store=store, name=canary)
    camera = Camera.objects.create(pk=key, recorder=recorder, channel=canary, name=canary)
    entry = AccessLog.objects.create(
        pk=key, kind=AccessKind.SAW_CLIP, who=canary, params={"said": canary}
    )
    origin = Source.objects.create(
        pk=key, store=store, kind="folder", name=canary, settings={"path": canary}, times=["23:30"]
    )
    SourceRun.objects.create(
        pk=key,
        source=origin,
        state="failed",
        reason_code="folder_gone",
        reason_params={"path": canary},
    )
    still = CameraKeys(chain_uuid, camera.pk).key("f1")
    camera.still_key = default_storage.save(still, ContentFile(canary.encode()))
    camera.still_at = NOON
    camera.save()
    network = NETWORKS.get(canary, f"10.8.{Route.objects.count()}.0/24")
    route = Route.objects.create(pk=key, store=store, network=network, note=canary)
    access = StoreAccess.objects.create(pk=key, user_id=1, store=store)
    token = Token.objects.create(
        pk=key, store=store, name=canary, scope="read", prefix="lp_1", digest=uuid.uuid4().hex
    )
    planted.ids["token"] = token.pk
    rows = (register, cashier, recorder, camera, entry, access, origin, route)
    planted.ids |= {row._meta.model_name: row.pk for row in rows}
    planted.ids |= {"person": person.pk, "assignment": held.pk}


def _plant_data(store: Store, canary: str, key: int | None, planted: Planted) -> None:
    upload = Upload.objects.create(pk=key, store=store, name=canary)
    source = SourceFile.objects.create(
        pk=key,
        store=store,
        upload=upload,
        original_name=canary,
        sha256=uuid.uuid4().hex,
        size=1,
        state=FileState.QUARANTINED,
        reason_code="not_well_formed",
        reason_params={"line": canary},
        unknown_elements={canary: 1},
        problems=[{"code": "bad_date", "params": {"field": canary, "value": canary}}],
    )
    transaction = Transaction.objects.create(
        pk=key, source_file=source, store=store, **_transaction(canary, planted)
    )
    Review.objects.create(
        transaction=transaction,
        store=store,
        primary_flag="refund",
        risk=50,
        occurred_at=transaction.occurred_at,
    )
    note = Note.objects.create(pk=key, transaction=transaction, author_name=canary, text=canary)
    planted.ids |= {
        "upload": upload.pk,
        "sourcefile": source.pk,
        "transaction": transaction.pk,
        "review": transaction.pk,
        "note": note.pk,
    }


def _transaction(canary: str, planted: Planted) -> dict[str, Any]:
    return {
        "register_id": planted.ids["register"],
        "cashier_id": planted.ids["cashier"],
        "source_index": 0,
        "event_key": uuid.uuid4().hex,
        "event_type": "refund",
        "type_confidence": "certain",
        "source_event_tag": "RefundEvent",
        "occurred_at": NOON,
        "time_basis": "receipt",
        "time_quality": "exact",
        "business_date": date(2026, 11, 20),
        "transaction_no": canary,
        "approver": canary,
        "reason_text": canary,
        "amount": "-64.20",
        "flags": ["refund"],
        "flag_details": [
            {
                "flag": "refund",
                "confidence": "certain",
                "code": "refund_linked",
                "params": {"amount": "64.20", "transaction_no": canary},
            }
        ],
        "risk": 50,
        "receipt": {"lines": [{"kind": "item", "description": canary, "amount": "-64.20"}]},
        "content_hash": "x",
    }


def _plant_rule(store: Store, canary: str, key: int | None, planted: Planted) -> None:
    """A rule about this store alone, and a trial that nobody of the cast asked for."""
    rule = Rule.objects.create(
        pk=key, name=canary, text="Refund > $50", stores=[store.pk], why=canary
    )
    trial = Trial.objects.create(
        pk=key, rule=rule, text="Refund > $50", days=7, stores=[store.pk], asked_by_id=0
    )
    planted.ids |= {"rule": rule.pk, "trial": trial.pk}


def _plant_searches(store: Store, canary: str, key: int | None, planted: Planted) -> None:
    """A search that names the store and is shared, and the file of somebody who has left."""
    address = f"store={store.code}&cashier={canary}"
    saved = SavedSearch.objects.create(
        pk=key, user_id=FOREIGN, user_name=canary, name=canary, address=address, is_shared=True
    )
    export = SearchExport.objects.create(
        pk=key, address=address, format="csv", state=ExportState.READY, ordered_by_name=canary
    )
    planted.ids |= {"saved_search": saved.pk, "search_export": export.pk}


def _plant_ring_test(store: Store, canary: str, key: int | None, planted: Planted) -> None:
    test = RingTest.objects.create(pk=key, store=store, register_id=planted.ids["register"])
    for position, step in enumerate(STEPS, start=1):
        RingStep.objects.create(
            pk=key + position if key else None,
            ring_test=test,
            step=step.name,
            position=position,
            outcome=StepOutcome.SEEN if step.name == "refund" else StepOutcome.WAITING,
            asked_at=NOON,
            transaction_id=planted.ids["transaction"] if step.name == "refund" else None,
            source_tag=canary if step.name == "refund" else "",
        )
    planted.ids["ring_test"] = test.pk


def _plant_summary(store: Store, canary: str, key: int | None, planted: Planted) -> None:
    store.name = canary
    run = SummaryRun.objects.create(
        pk=key,
        kind="daily",
        store=store,
        stores=[store.pk],
        stores_key=canary,
        business_date=NOON.date(),
        due_at=NOON,
        subject=canary,
        facts=gather([store], NOON.date(), timezone.now()),
    )
    planted.ids["summary"] = run.pk


def _plant_alert(store: Store, canary: str, key: int | None, planted: Planted) -> None:
    """An open alert of the store, a message about it, and a webhook."""
    rule = Rule.objects.create(name="Refund over $50", text="Refund > $50", state="on")
    alert = Alert.objects.create(
        pk=key,
        rule=rule,
        rule_version=1,
        store=store,
        key_kind="transaction",
        started_at=NOON,
        ended_at=NOON,
        severity=rule.severity,
        register_id=planted.ids["register"],
        cashier_id=planted.ids["cashier"],
    )
    AlertTransaction.objects.create(alert=alert, transaction_id=planted.ids["transaction"])
    webhook = Webhook.objects.create(pk=key, name=canary, url="https://example.com/hook")
    delivery = Delivery.objects.create(
        pk=key,
        key=f"alert:{canary}",
        kind="alert",
        channel="webhook",
        recipient=f"webhook:{webhook.pk}",
        webhook=webhook,
        subject=canary,
        state="sent",
    )
    DeliveryAlert.objects.create(delivery=delivery, alert=alert, told=canary)
    planted.ids |= {"alert": alert.pk, "webhook": webhook.pk, "delivery": delivery.pk}


def _plant_evidence(chain: Chain, canary: str, key: int | None, planted: Planted) -> None:
    """A package of the store's transaction, with a masked copy, a share and a hold."""
    name = uuid.uuid4()
    keys = PackageKeys(chain.uuid, name)
    stored = {
        what: default_storage.save(keys.key(what, "f1", suffix), ContentFile(canary.encode()))
        for what, suffix in (("package", ".zip"), ("copy", ".mp4"))
    }
    public = uuid.uuid4().bytes * 2
    signing_key = SigningKey.objects.create(
        pk=key, public=public, fingerprint=public.hex(), sealed=b"x", retired_at=timezone.now()
    )
    package = EvidencePackage.objects.create(
        pk=key,
        uuid=name,
        title=canary,
        state=MakingState.READY,
        ordered_by_name=canary,
        made_at=timezone.now(),
        key=signing_key,
        stored_key=stored["package"],
        sha256="0" * 64,
    )
    package.transactions.set([planted.ids["transaction"]])
    copy = EvidenceCopy.objects.create(
        pk=key,
        package=package,
        clip_id=planted.ids["clip"],
        why=canary,
        state=MakingState.READY,
        stored_key=stored["copy"],
    )
    share = Share.objects.create(
        pk=key,
        package=package,
        recipient=canary,
        organisation=canary,
        digest=uuid.uuid4().hex,
        passcode="!",
        expires_at=timezone.now() + timedelta(days=1),
    )
    share.copies.set([copy])
    ShareVisit.objects.create(share=share, kind=VisitKind.OPENED, program=canary)
    hold = Hold.objects.create(pk=key, transaction_id=planted.ids["transaction"], reason=canary)
    planted.ids |= {"package": package.pk, "copy": copy.pk, "share": share.pk, "hold": hold.pk}


def _plant_clip(chain: Chain, canary: str, key: int | None, planted: Planted) -> None:
    name = uuid.uuid4()
    keys = ClipKeys(chain.uuid, name)
    stored = {
        what: default_storage.save(keys.key(what, "f1", suffix), ContentFile(canary.encode()))
        for what, suffix in (("playback", ".mp4"), ("thumbnail", ".jpg"), ("sheet", ".jpg"))
    }
    clip = Clip.objects.create(
        pk=key,
        uuid=name,
        transaction_id=planted.ids["transaction"],
        store=Store.objects.get(code=planted.store),
        camera_id=planted.ids["camera"],
        moment=NOON,
        window_start=NOON - timedelta(minutes=1),
        window_end=NOON + timedelta(minutes=2),
        obtained_start=NOON - timedelta(minutes=1),
        obtained_end=NOON + timedelta(minutes=2),
        state=ClipState.READY,
        filename=f"{canary}.mp4",
        playback_key=stored["playback"],
        original_key=stored["playback"],
        thumbnail_key=stored["thumbnail"],
        sheet_key=stored["sheet"],
        size=len(canary),
        duration_ms=180_000,
        moment_ms=60_000,
        ready_at=timezone.now(),
    )
    planted.ids |= {"clip": clip.pk, "clip_uuid": clip.uuid}
