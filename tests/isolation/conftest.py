"""Both chains, planted with canaries, and addresses made of their ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import Chain, Domain, Membership, User
from accounts.tenancy import in_chain
from jobs.models import Job
from tests.isolation.canaries import Planted, plant

if TYPE_CHECKING:
    from tests.cast import Cast

PLACES = ("own store", "other store", "other chain")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is planted: ids by place, and the public rows that support's pages speak of."""

    north: Chain
    places: dict[str, Planted]
    public: dict[str, int]

    def id_of(self, about: str, place: str) -> Any:
        if about in self.public:
            return self.public[about]
        return self.places[place].ids[about]

    def path(self, route: str, about: str, place: str) -> str:
        """The address of ``route`` with the ids of what is at ``place`` put in."""
        fixed = {
            "key": "abc-def",
            "step": "no_sale",
            "uidb36": "1",
            "url": "no/such/page/",
            "rest": "no/such/page",
            "token": "no-such-token",
            "copy_uuid": "00000000-0000-4000-8000-000000000000",
            "chain_uuid": "00000000-0000-4000-8000-000000000000",
            "app_label": "stores",
            "message_id": "1",
            "word": "no-such-word",
            "channel": "email",
            "role": "manager",
            "content_type_id": ContentType.objects.get_for_model(User).pk,
        }

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name == "app_label":
                return match[0].partition(">")[2].rstrip(")").split("|")[0]
            return str(fixed[name]) if name in fixed else str(self.id_of(about, place))

        route = re.sub(r"\(\?P<(\w+)>[^()]*\)", value, route)
        route = re.sub(r"<(?:\w+:)?(\w+)>", value, route)
        return "/" + route.replace("^", "").replace("$", "")


@pytest.fixture
def grounds(cast: Cast, south: Chain) -> Grounds:
    north = Chain.objects.get(schema_name="north")
    places = {
        "own store": plant(north, "101"),
        "other store": plant(north, "102"),
        "other chain": plant(south, "102"),
    }
    plant(south, "101")
    with in_chain(north):
        pass
    job = Job.objects.create(chain="north", kind="parse_file", key="1", run_after=timezone.now())
    public = {
        "a_chain": north.pk,
        "a_domain": Domain.objects.get(domain="north.testserver").pk,
        "a_user": cast.manager.pk,
        "a_membership": Membership.objects.get(user=cast.manager).pk,
        "a_job": job.pk,
        "none": 1,
    }
    return Grounds(north, places, public)
