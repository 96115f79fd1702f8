"""Jobs, caches, stored files and forms: what is not an address can leak as well."""

from __future__ import annotations

import ast
import contextlib
import inspect
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.models import Chain
from accounts.tenancy import NoChainError, in_chain, in_public
from clips.keys import ClipKeys, ForeignKeyError
from clips.models import Clip, ClipState
from clips.services.again import ask_again
from jobs.models import Job, JobState
from jobs.registry import Claimed, pipeline
from jobs.services import enqueue
from jobs.worker import work_once
from review.models import EvidenceCopy, EvidencePackage, MakingState
from stores import audit
from stores.models import AccessKind, Store
from stores.services.members import MemberError, give_store
from stores.services.stores import create_store
from tests.isolation.canaries import plant
from transactions.models import FileState, SourceFile, Upload

if TYPE_CHECKING:
    from pathlib import Path

CHAIN_KINDS = sorted(set(pipeline().stages) - {"provision_chain"})
PRODUCT = ("accounts", "alerts", "clips", "jobs", "lossprevention", "review", "stores")
MAY_CACHE = {
    "lossprevention/cache.py": "the cache itself",
    "clips/services/visits.py": "its key holds the link's signature, which binds chain and person",
    "transactions/services/layout_trial.py": "its key begins with the chain's uuid",
}


def _claimed(kind: str, key: object, chain: str = "north") -> Claimed:
    return Claimed(id=1, chain=chain, kind=kind, key=str(key), lane=0, fence=1, attempts=1)


@pytest.mark.parametrize("kind", CHAIN_KINDS)
def test_a_job_of_one_chain_leaves_the_other_as_it_was(kind, north, south):
    """The key is an id of the other chain, which the job's own chain does not have."""
    theirs = plant(south, "102")
    with in_chain(south):
        Clip.objects.update(state=ClipState.REQUESTED)
        SourceFile.objects.update(state=FileState.RECEIVED)
        EvidencePackage.objects.update(state=MakingState.MAKING)
        EvidenceCopy.objects.update(state=MakingState.MAKING)
    before = _snapshot(south)
    about = {"build_evidence": "package", "mask_copy": "copy"}.get(kind)
    key = theirs.ids[about or ("clip" if "clip" in kind else "sourcefile")]
    try:
        with transaction.atomic():
            pipeline().stages[kind].handler([_claimed(kind, key)])
    except Exception as refused:  # noqa: BLE001 - any refusal will do, a change would not
        assert not isinstance(refused, AssertionError)
    assert _snapshot(south) == before


def _snapshot(chain: Chain) -> list[object]:
    with in_chain(chain):
        return [
            list(Clip.objects.order_by("pk").values()),
            list(SourceFile.objects.order_by("pk").values()),
            list(EvidencePackage.objects.order_by("pk").values()),
            list(EvidenceCopy.objects.order_by("pk").values()),
        ]


@pytest.mark.parametrize("kind", CHAIN_KINDS)
def test_a_chains_handler_without_a_chain_raises(kind, db):
    with (
        in_public(),
        pytest.raises((NoChainError, DatabaseError)),
        transaction.atomic(),
    ):
        pipeline().stages[kind].handler([_claimed(kind, 1, chain="public")])


def test_a_worker_takes_a_job_into_its_own_chain_only(db, monkeypatch, north, south):
    """Jobs of both chains with one key: each finds its own row."""
    seen: list[tuple[str, str]] = []
    from accounts.tenancy import current_chain

    def handler(jobs):
        seen.extend((job.chain, current_chain().schema_name) for job in jobs)
        return {}

    line = pipeline()
    stage = line.stages["plan_clips"]
    monkeypatch.setattr(
        "jobs.worker.pipeline",
        lambda: type(line)(
            {"plan_clips": type(stage)(handler, batch=10)}, enter_chain=line.enter_chain
        ),
    )
    with in_public():
        for chain in ("north", "south"):
            enqueue(chain=chain, kind="plan_clips", keys=["1", "2"])
        while work_once("quick"):
            pass
    assert sorted(set(seen)) == [("north", "north"), ("south", "south")]


def test_a_suspended_chains_jobs_are_not_lost(db, south):
    Chain.objects.filter(pk=south.pk).update(state="suspended")
    enqueue(chain="south", kind="plan_clips", keys=["1"])
    with contextlib.suppress(LookupError):
        work_once("quick")
    assert Job.objects.get(chain="south", kind="plan_clips").state != JobState.DONE


@pytest.mark.parametrize(
    "write",
    [
        lambda user: create_store(code="1", name="x", timezone="UTC"),
        lambda user: give_store(user=user, store=Store(code="1"), by=user),
        lambda user: audit.record(AccessKind.EXPORTED, user=user),
        lambda user: Upload.objects.create(store_id=1, name="x"),
    ],
)
def test_writing_a_chains_rows_without_a_chain_raises(cast, write):
    with (
        in_public(),
        pytest.raises((NoChainError, DatabaseError)),
        transaction.atomic(),
    ):
        write(cast.owner)


def test_somebody_of_another_chain_is_given_no_store(cast, store):
    with pytest.raises(MemberError):
        give_store(user=cast.southerner, store=store, by=cast.support)


def test_asking_again_for_a_foreign_clip_does_nothing(north, south):
    theirs = plant(south, "102")
    with in_chain(south):
        Clip.objects.update(state=ClipState.UNAVAILABLE)
    assert ask_again(north, [theirs.ids["clip"]]) == 0
    assert not Job.objects.filter(kind="fetch_clip").exists()


def test_stored_files_of_two_chains_share_no_folder(north, south):
    ours, theirs = plant(north, "101"), plant(south, "101")
    mine = ClipKeys(north.uuid, ours.ids["clip_uuid"])
    foreign = ClipKeys(south.uuid, theirs.ids["clip_uuid"])
    assert mine.folder.split("/")[:2] != foreign.folder.split("/")[:2]
    with pytest.raises(ForeignKeyError):
        mine.check(foreign.key("playback", "f1", ".mp4"))


def test_whoever_uses_the_shared_cache_says_how_chains_are_kept_apart():
    """The default cache knows no chains (rate limits must not): its users are listed."""
    users = {
        str(path.relative_to(settings.BASE_DIR))
        for app in (*PRODUCT, "transactions", "footage")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if _imports_cache(path)
    }
    assert users == set(MAY_CACHE)


def _imports_cache(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.core.cache"))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "django.views.decorators.cache"
            and any(alias.name == "cache_page" for alias in node.names)
        )
        for node in ast.walk(tree)
    )


MAY_OPEN_CHAINS = {
    "accounts/tenancy.py",
    "accounts/models.py",
    "accounts/apps.py",
    "accounts/postgresql/base.py",
}


def test_only_the_tenancy_module_opens_chains():
    """``with chain:`` leaks between threads: everybody goes through accounts.tenancy."""
    for app in (*PRODUCT, "transactions"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            place = str(path.relative_to(settings.BASE_DIR))
            source = path.read_text(encoding="utf-8")
            if place in MAY_OPEN_CHAINS:
                continue
            assert "from django_tenants" not in source, place
            assert "set_tenant(" not in source, place
            assert "set_schema" not in source, place


def test_journals_cannot_be_handed_in_for_a_store_one_may_not_see(cast, north):
    """The form offers only one's own stores; a made-up one is answered the same way."""
    client = cast.client("limited")
    for code, accepted in (("101", True), ("102", False), ("999", False)):
        file = SimpleUploadedFile("day.xml", b"<NAXML-POSJournal/>", "text/xml")
        response = client.post("/uploads/", {"store": code, "files": file})
        assert (response.status_code == 302) is accepted, code
    assert set(Upload.objects.values_list("store__code", flat=True)) == {"101"}


def test_filters_cannot_widen_what_a_limited_member_sees(cast, north):
    plant(north, "101")
    plant(north, "102")
    client = cast.client("limited")
    other = Store.objects.get(code="102").pk
    for query in ("", "?store=102", f"?store={other}", "?q=CANARY-NORTH-102", "?status=new"):
        for path in ("/", "/files/", "/uploads/", "/pulse/"):
            heard = client.get(path + query).content.decode()
            assert "CANARY-NORTH-102" not in heard.replace(query.strip("?"), ""), path + query


def test_every_view_of_a_chain_names_its_action():
    """Whoever forgets ``@needs`` is found here, not by an outsider."""
    from tests.isolation.cases import DESK
    from tests.isolation.urlmap import CHAIN, routes

    found = routes(CHAIN)
    for route, case in DESK.items():
        view = found[route].callback
        while not hasattr(view, "needs_action") and hasattr(view, "__wrapped__"):
            view = view.__wrapped__
        assert getattr(view, "needs_action", None) == case.needs, route
        assert inspect.isfunction(found[route].callback), route
