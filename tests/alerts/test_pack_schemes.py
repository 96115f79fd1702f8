"""Rules of the pack against what the simulator's cashiers do: each scheme is caught by its
rule, and the honest event that looks like it is not."""

from __future__ import annotations

import pytest

from alerts.pack.rules import PACK
from alerts.rules import parse
from alerts.services.backtest import backtest
from jobs.worker import work
from lossprevention.simulator.catalogue import department_roles
from stores.models import Store
from tests.alerts.incidents import PROFILE, played
from tests.transactions.journals import incoming
from transactions.models import Transaction
from transactions.services.receive import receive_upload

BY_SCHEME = {entry.scheme: entry for entry in PACK.values() if entry.scheme}


@pytest.fixture(params=[5, 23])
def incidents(request, north, store):
    """A store that the simulator knows, with every scheme in its journal."""
    Store.objects.filter(pk=store.pk).update(
        timezone=PROFILE.zone.key,
        opens_at=PROFILE.opens,
        closes_at=PROFILE.closes,
        department_roles=department_roles(),
    )
    acts = played(request.param)
    files = [incoming(f"{number}.xml", act.document) for number, act in enumerate(acts)]
    receive_upload(store=store, user=None, files=files)
    work("quick", seconds=60)
    return [act.label for act in acts]


def found(store, rule):
    """The numbers of every episode's transactions."""
    episodes = backtest(rule=parse(rule.text).rule, days=30, store_ids=[store.pk]).episodes
    numbers = dict(Transaction.objects.values_list("pk", "transaction_no"))
    return [{numbers[each] for each in episode.transaction_ids} for episode in episodes]


def test_each_scheme_is_caught_by_its_rule_and_its_look_alike_is_not(incidents, store):
    assert Transaction.objects.count() >= sum(len(each.transaction_nos) for each in incidents)
    for label in incidents:
        caught = [each for each in found(store, BY_SCHEME[label.scheme])
                  if each & {*label.transaction_nos, *label.related_nos}]  # fmt: skip
        assert bool(caught) != label.honest, (label.scheme, label.honest, label.note)


def test_no_rule_of_the_pack_takes_honest_work_for_anything(incidents, store):
    honest = {number for each in incidents if each.honest for number in each.transaction_nos}
    wrong = {code: each & honest for code, entry in PACK.items() for each in found(store, entry)
             if each & honest}  # fmt: skip
    assert wrong == {}
