"""The public host: chains opened and closed, people helped, jobs tried again."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.utils import timezone

from accounts.models import Chain, ChainState, Domain, Membership, User
from accounts.services import chains
from accounts.tenancy import in_chain
from jobs.models import Job, JobState
from stores.models import AccessLog

HOST = "testserver"
CHAINS = "/admin/accounts/chain/"
PEOPLE = "/admin/accounts/user/"
ASKED = {"_form_submitted": "on"}


@pytest.fixture
def client(cast):
    return cast.client("support", HOST)


class TestNewChain:
    def _post(self, client, **changes):
        data = {
            "name": "Lake Fuel",
            "hosts": "Lake.Example.com.\nwww.lake.example.com",
            "owner": "Boss@Lake.example",
            **changes,
        }
        return client.post(f"{CHAINS}add/", data)

    def test_a_chain_is_opened_with_hosts_owner_and_a_job(self, client):
        response = self._post(client)
        chain = Chain.objects.get(name="Lake Fuel")
        assert response.url == f"{CHAINS}{chain.pk}/progress/"
        assert chain.state == ChainState.PROVISIONING
        assert [d.domain for d in chain.domains.all()] == ["lake.example.com"]
        owner = Membership.objects.get(chain=chain)
        assert (owner.user.email, owner.role) == ("boss@lake.example", "owner")
        assert not owner.user.has_usable_password()
        job = Job.objects.get(kind=chains.PROVISION, key=chain.schema_name)
        assert (job.chain, job.state) == ("public", JobState.QUEUED)
        assert LogEntry.objects.filter(object_id=str(chain.pk)).exists()

    def test_somebody_known_becomes_owner_and_no_second_person_is_made(self, client, cast):
        self._post(client, owner="MANAGER@example.com")
        assert Membership.objects.get(chain__name="Lake Fuel").user == cast.manager
        assert User.objects.filter(email__iexact="manager@example.com").count() == 1

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("name", "North", "already"),
            ("name", "", "required"),
            ("name", "!!!", "Give the chain a name"),
            ("hosts", "north.testserver", "belongs to another chain"),
            ("hosts", "http://x.example/", "not a host name"),
            ("hosts", "a b_c", "not a host name"),
            ("hosts", "-x.example", "not a host name"),
            ("hosts", "", "required"),
            ("owner", "nobody", "valid email"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_is_written(self, client, field, value, said):
        before = (Chain.objects.count(), User.objects.count(), Job.objects.count())
        page = self._post(client, **{field: value})
        assert page.status_code == 200
        assert said in page.content.decode()
        assert (Chain.objects.count(), User.objects.count(), Job.objects.count()) == before

    @pytest.mark.parametrize(
        ("state", "outcome", "said"),
        [
            ("queued", {}, "Waiting for a worker"),
            ("running", {}, "Building its tables"),
            ("failed", {"error": "X", "detail": "disk is full"}, "disk is full"),
            ("cancelled", {}, "Cancelled"),
        ],
    )
    def test_progress_is_told_and_failures_can_be_tried_again(self, client, state, outcome, said):
        self._post(client)
        chain = Chain.objects.get(name="Lake Fuel")
        Job.objects.filter(key=chain.schema_name).update(state=state, outcome=outcome)
        page = client.get(f"{CHAINS}{chain.pk}/progress/")
        part = client.get(f"{CHAINS}{chain.pk}/progress/", headers={"HX-Request": "true"})
        for answer in (page, part):
            assert said in answer.content.decode()
        over = state in {"failed", "cancelled"}
        assert ("every 1s" in part.content.decode()) is not over
        assert ("Try again" in part.content.decode()) is over
        assert "<html" not in part.content.decode()
        client.post(f"{CHAINS}{chain.pk}/again/")
        after = "queued" if over else state
        assert Job.objects.get(key=chain.schema_name).state == after

    def test_a_chain_that_is_ready_says_so_and_stops_asking(self, client):
        self._post(client)
        Chain.objects.filter(name="Lake Fuel").update(state=ChainState.READY)
        pk = Chain.objects.get(name="Lake Fuel").pk
        text = client.get(f"{CHAINS}{pk}/progress/").content.decode()
        assert "Its tables are built" in text
        assert "every 1s" not in text
        assert "lake.example.com" in text

    def test_a_look_at_try_again_tries_nothing(self, client):
        self._post(client)
        chain = Chain.objects.get(name="Lake Fuel")
        Job.objects.filter(key=chain.schema_name).update(state="failed")
        client.get(f"{CHAINS}{chain.pk}/again/")
        assert Job.objects.get(key=chain.schema_name).state == "failed"


class TestSuspending:
    def test_a_chain_is_suspended_after_a_question_and_resumed(self, client, south):
        data = {"action": "suspend_chosen", "_selected_action": south.pk}
        question = client.post(CHAINS, data)
        assert "South Chain" in question.content.decode()
        south.refresh_from_db()
        assert south.state == ChainState.READY
        client.post(CHAINS, {**data, "confirmed": "yes"})
        south.refresh_from_db()
        assert south.state == ChainState.SUSPENDED
        client.post(CHAINS, {**data, "action": "resume_chosen", "confirmed": "yes"})
        south.refresh_from_db()
        assert south.state == ChainState.READY

    def test_from_the_chains_page_it_is_asked_in_a_dialog(self, client, south):
        page = f"{CHAINS}{south.pk}/suspend/"
        assert "Nobody of the chain can log in" in client.get(page).content.decode()
        south.refresh_from_db()
        assert south.state == ChainState.READY
        client.post(page, ASKED)
        south.refresh_from_db()
        assert south.state == ChainState.SUSPENDED

    def test_only_what_applies_is_offered(self, client, south):
        text = client.get(f"{CHAINS}{south.pk}/change/").content.decode()
        assert f"{south.pk}/suspend/" in text
        assert f"{south.pk}/resume/" not in text

    def test_a_chain_that_is_being_set_up_cannot_be_opened_by_resuming(self, client, south):
        Chain.objects.filter(pk=south.pk).update(state=ChainState.PROVISIONING)
        client.post(f"{CHAINS}{south.pk}/resume/", ASKED)
        south.refresh_from_db()
        assert south.state == ChainState.PROVISIONING

    def test_the_public_row_cannot_be_suspended(self, client):
        public = Chain.objects.get(schema_name="public")
        client.post(f"{CHAINS}{public.pk}/suspend/", ASKED)
        public.refresh_from_db()
        assert public.state == ChainState.READY
        assert client.get(f"{CHAINS}{public.pk}/progress/").status_code == 404


class TestPeople:
    def test_somebody_new_has_no_password_yet_and_gets_a_link(self, client):
        client.post(f"{PEOPLE}add/", {"email": "New@Example.com", "name": "New"})
        person = User.objects.get(email="new@example.com")
        assert not person.has_usable_password()
        client.post(f"{PEOPLE}{person.pk}/send_link/", ASKED)
        assert mail.outbox[0].to == ["new@example.com"]
        assert "/accounts/password/reset/key/" in mail.outbox[0].body

    def test_an_address_is_somebodys_once(self, client, cast):
        page = client.post(f"{PEOPLE}add/", {"email": "MANAGER@example.com", "name": "x"})
        assert "has this e-mail already" in page.content.decode()

    def test_deactivating_ends_and_activating_brings_back(self, client, cast):
        client.post(f"{PEOPLE}{cast.viewer.pk}/deactivate/", ASKED)
        assert not cast.viewer.is_active
        client.post(f"{PEOPLE}{cast.viewer.pk}/reactivate/", ASKED)
        assert cast.viewer.is_active

    def test_anonymising_takes_everything_that_names_a_person(self, client, cast):
        pk = cast.viewer.pk
        data = {"action": "anonymise_chosen", "_selected_action": pk}
        client.post(PEOPLE, data)
        assert cast.viewer.is_active
        client.post(PEOPLE, {**data, "confirmed": "yes"})
        person = User.objects.get(pk=pk)
        assert not person.is_active
        assert not person.has_usable_password()
        assert "viewer" not in f"{person.email} {person.name}".lower()
        assert not person.memberships.filter(is_active=True).exists()
        client.post(f"{PEOPLE}{pk}/reactivate/", ASKED)
        assert not User.objects.get(pk=pk).is_active

    @pytest.mark.parametrize("do", ["deactivate", "anonymise"])
    def test_the_only_owner_and_oneself_stay(self, client, cast, do):
        for person in (cast.owner, cast.support):
            client.post(f"{PEOPLE}{person.pk}/{do}/", ASKED)
            assert User.objects.get(pk=person.pk).is_active

    def test_a_second_factor_is_reset(self, client, cast):
        from allauth.mfa.models import Authenticator

        Authenticator.objects.create(user=cast.owner, type="totp", data={"secret": "x"})
        client.post(f"{PEOPLE}{cast.owner.pk}/reset_factor/", ASKED)
        assert not Authenticator.objects.filter(user=cast.owner).exists()

    def test_a_former_address_no_longer_logs_in(self, client, cast):
        from allauth.account.models import EmailAddress

        EmailAddress.objects.create(user=cast.viewer, email="viewer@example.com", verified=True)
        pk = cast.viewer.pk
        client.post(f"{PEOPLE}{pk}/change/", {"email": "fresh@example.com", "name": "V"})
        assert User.objects.get(pk=pk).email == "fresh@example.com"
        assert not EmailAddress.objects.filter(email="viewer@example.com").exists()

    def test_support_staff_cannot_take_their_own_rights(self, client, cast):
        data = {"email": "support@example.com", "name": "S"}
        client.post(f"{PEOPLE}{cast.support.pk}/change/", data)
        assert cast.support.is_staff

    def test_nobody_becomes_superuser_or_gets_a_password_by_a_form(self, client, cast):
        data = {
            "email": "viewer@example.com",
            "name": "V",
            "is_superuser": "on",
            "password": "x",
            "user_permissions": "1",
        }
        before = cast.viewer.password
        client.post(f"{PEOPLE}{cast.viewer.pk}/change/", data)
        assert not cast.viewer.is_superuser
        assert cast.viewer.password == before


class TestMemberships:
    def _change(self, client, user, /, **changes):
        row = Membership.objects.get(user=user)
        data = {"role": row.role, "is_active": "on", **changes}
        return client.post(f"/admin/accounts/membership/{row.pk}/change/", data)

    def test_a_changed_role_is_written_where_the_chain_can_read_it(self, client, cast):
        self._change(client, cast.viewer, role="manager")
        assert Membership.objects.get(user=cast.viewer).role == "manager"
        history = Membership.pgh_event_model.objects.filter(user=cast.viewer)
        assert history.filter(role="manager").exists()
        with in_chain(Chain.objects.get(schema_name="north")):
            entry = AccessLog.objects.get(kind="changed_role")
            assert entry.user == cast.support
            assert entry.params["person"] == "viewer@example.com"
            assert entry.params["before"]["role"] == "viewer"
            assert entry.params["after"]["role"] == "manager"
        with in_chain(Chain.objects.get(schema_name="south")):
            assert not AccessLog.objects.filter(kind="changed_role").exists()

    def test_a_new_member_is_written_down_too(self, client, cast):
        north = Chain.objects.get(schema_name="north")
        data = {"user": cast.stranger.pk, "chain": north.pk, "role": "viewer", "is_active": "on"}
        assert client.post("/admin/accounts/membership/add/", data).status_code == 302
        with in_chain(north):
            assert AccessLog.objects.get(kind="changed_role").params["before"] is None

    def test_of_a_chain_that_is_not_open_only_the_history_tells(self, client, cast):
        Chain.objects.filter(schema_name="north").update(state=ChainState.SUSPENDED)
        assert self._change(client, cast.viewer, role="manager").status_code == 302
        assert Membership.objects.get(user=cast.viewer).role == "manager"

    @pytest.mark.parametrize("changes", [{"role": "admin"}, {"is_active": ""}])
    def test_the_only_owner_stays_owner(self, client, cast, changes):
        page = self._change(client, cast.owner, **changes)
        assert page.status_code == 200
        assert "only owner" in page.content.decode()
        row = Membership.objects.get(user=cast.owner)
        assert (row.role, row.is_active) == ("owner", True)

    def test_with_a_second_owner_the_first_may_go(self, client, cast):
        self._change(client, cast.admin, role="owner")
        self._change(client, cast.owner, role="viewer")
        assert Membership.objects.get(user=cast.owner).role == "viewer"

    def test_a_membership_does_not_move_to_another_chain_or_person(self, client, cast, south):
        self._change(client, cast.viewer, chain=south.pk, user=cast.stranger.pk, role="viewer")
        row = Membership.objects.get(user=cast.viewer)
        assert row.chain.schema_name == "north"


class TestJobs:
    @pytest.fixture
    def job(self, db):
        return Job.objects.create(
            chain="north",
            kind="fetch_clip",
            key="1",
            run_after=timezone.now(),
            state="failed",
            attempts=3,
            outcome={"error": "unreachable"},
        )

    def test_failed_jobs_are_tried_again_afresh(self, client, job):
        data = {"action": "try_again_chosen", "_selected_action": job.pk}
        client.post("/admin/jobs/job/", data)
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("queued", 0)

    def test_waiting_jobs_are_cancelled_after_a_question(self, client, job):
        Job.objects.update(state="queued")
        data = {"action": "cancel_chosen", "_selected_action": job.pk}
        client.post("/admin/jobs/job/", data)
        job.refresh_from_db()
        assert job.state == "queued"
        client.post("/admin/jobs/job/", {**data, "confirmed": "yes"})
        job.refresh_from_db()
        assert job.state == "cancelled"

    @pytest.mark.parametrize(
        ("state", "action"), [("running", "cancel_one"), ("done", "try_again")]
    )
    def test_what_makes_no_sense_is_not_done(self, client, job, state, action):
        Job.objects.update(state=state)
        client.post(f"/admin/jobs/job/{job.pk}/{action}/", ASKED)
        job.refresh_from_db()
        assert job.state == state

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("wrong=failed", True),
            ("wrong=late", False),
            ("wrong=any", True),
            ("wrong=nothing", False),
            ("chain=north", True),
            ("chain=south", False),
            ("kind=fetch_clip", True),
            ("kind=parse_file", False),
            ("state__exact=failed", True),
            ("q=1", True),
            ("q=2", False),
        ],
    )
    def test_jobs_are_found(self, client, job, query, shown):
        page = client.get(f"/admin/jobs/job/?{query}")
        assert (job in page.context["cl"].result_list) is shown

    def test_a_job_cannot_be_edited(self, client, job):
        answer = client.post(f"/admin/jobs/job/{job.pk}/change/", {"chain": "south"})
        assert answer.status_code == 403


class TestHosts:
    def test_a_host_is_kept_in_one_spelling(self, client, south):
        data = {"domain": "WWW.New-South.Example.", "tenant": south.pk}
        client.post("/admin/accounts/domain/add/", data)
        assert Domain.objects.filter(domain="new-south.example", tenant=south).exists()

    def test_a_host_never_moves_to_another_chain(self, client, south):
        row = Domain.objects.get(domain="north.testserver")
        data = {"domain": "north.testserver", "tenant": south.pk, "is_primary": "on"}
        client.post(f"/admin/accounts/domain/{row.pk}/change/", data)
        row.refresh_from_db()
        assert row.tenant.schema_name == "north"

    @pytest.mark.parametrize("host", ["a b", "http://x", "x:80", "x/y", "*", "-", "x" * 64])
    def test_what_is_no_host_is_refused(self, client, south, host):
        page = client.post("/admin/accounts/domain/add/", {"domain": host, "tenant": south.pk})
        assert page.status_code == 200
        assert "not a host name" in page.content.decode()
