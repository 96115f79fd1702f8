"""A chain's way from the form to open doors, and back."""

from __future__ import annotations

import pytest

from accounts.models import Chain, ChainState, Domain, Membership, User
from accounts.services import chains, onboarding
from jobs.models import Job


def _open(**changes) -> Chain:
    wish = {"name": "Lake Fuel", "domains": ["lake.example"], "owner_email": "boss@lake.example"}
    return onboarding.open_chain(**{**wish, **changes})


def _job(chain: Chain) -> Job:
    return Job.objects.get(kind=chains.PROVISION, key=chain.schema_name)


def test_a_name_that_is_taken_leaves_nothing_behind(db):
    with pytest.raises(chains.ChainNameError):
        _open(name="North")
    with pytest.raises(chains.ChainNameError):
        _open(domains=["new.example", "north.testserver"])
    assert not User.objects.filter(email="boss@lake.example").exists()
    assert not Domain.objects.filter(domain="new.example").exists()


@pytest.mark.parametrize(
    ("state", "over"),
    [("queued", False), ("running", False), ("failed", True), ("cancelled", True)],
)
def test_progress_follows_the_job(db, state, over):
    chain = _open()
    Job.objects.filter(pk=_job(chain).pk).update(state=state)
    progress = onboarding.progress_of(chain)
    assert (progress.state, progress.is_over) == (state, over)


def test_a_ready_chain_is_done_whatever_its_job_says(db):
    chain = _open()
    chain.state = ChainState.READY
    assert onboarding.progress_of(chain).state == "done"


def test_trying_again_asks_anew_only_when_it_ended(db):
    chain = _open()
    Job.objects.filter(pk=_job(chain).pk).update(state="failed", attempts=3)
    onboarding.try_again(chain)
    assert (_job(chain).state, _job(chain).attempts) == ("queued", 0)
    Job.objects.filter(pk=_job(chain).pk).update(state="running", attempts=2)
    onboarding.try_again(chain)
    assert (_job(chain).state, _job(chain).attempts) == ("running", 2)


def test_a_chain_whose_job_is_gone_can_be_tried_again(db):
    chain = _open()
    _job(chain).delete()
    assert onboarding.progress_of(chain).state == "failed"
    onboarding.try_again(chain)
    assert _job(chain).state == "queued"


def test_suspending_and_resuming_answer_whether_they_did(db):
    north = Chain.objects.get(schema_name="north")
    assert onboarding.suspend(north)
    assert not onboarding.suspend(north)
    assert onboarding.resume(north)
    assert not onboarding.resume(north)


def test_the_public_row_is_never_suspended(db):
    assert not onboarding.suspend(Chain.objects.get(schema_name="public"))


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("Lake Fuel", "lake_fuel"),
        ("7 Days", "chain_7_days"),
        ("pg_catalog", "chain_pg_catalog"),
        ("PUBLIC", "chain_public"),
        ("information_schema", "chain_information_schema"),
        ('x"; DROP SCHEMA north; --', "x_drop_schema_north"),
        ("Zoë & Söhne", "zo_s_hne"),
        ("!!!", "chain"),
        ("a" * 80, "a" * 40),
    ],
)
def test_every_name_makes_a_harmless_schema_name(name, schema):
    assert chains.schema_name_for(name) == schema


def test_adding_a_member_twice_changes_the_role_they_have(db, cast):
    north = Chain.objects.get(schema_name="north")
    chains.add_member(chain=north, user=cast.viewer, role="manager")
    assert Membership.objects.get(chain=north, user=cast.viewer).role == "manager"
