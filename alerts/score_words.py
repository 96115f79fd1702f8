"""Scores and risks in words: what was counted, what peers had, how sure that is. No word says
why it is so: a high rate has honest reasons more often than not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as _n

from alerts.models import Doubt
from transactions.models import EVENT_TYPES, FLAGS
from transactions.selectors.wording import money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alerts.models import Score

COUNTED = {
    "refund": _n("%(n)s refund", "%(n)s refunds", "n"),
    "void": _n("%(n)s whole sale voided", "%(n)s whole sales voided", "n"),
    "no_sale": _n("%(n)s no sale", "%(n)s no sales", "n"),
    "suspended": _n("%(n)s suspended sale", "%(n)s suspended sales", "n"),
    "cancellation": _n("%(n)s item removed", "%(n)s items removed", "n"),
    "manual_discount": _n("%(n)s manual discount", "%(n)s manual discounts", "n"),
    "price_override": _n("%(n)s price override", "%(n)s price overrides", "n"),
    "override": _n("%(n)s manager override", "%(n)s manager overrides", "n"),
    "age_bypass": _n("%(n)s age check skipped", "%(n)s age checks skipped", "n"),
    "unexplained_discount": _n("%(n)s unexplained discount", "%(n)s unexplained discounts", "n"),
    "drawer_alarm": _n("%(n)s drawer alarm", "%(n)s drawer alarms", "n"),
    "paid_out": _n("%(n)s paid-out", "%(n)s paid-outs", "n"),
}
CERTAINLY = 0.995
_SIMPLE = {
    "not_certain": _("the journal leaves room for doubt"),
    "no_sale_linked": _("no sale before it is linked"),
    "cash": _("paid in cash"),
}


def metric_name(metric: str) -> str:
    return str(FLAGS.get(metric) or EVENT_TYPES.get(metric) or metric)


def counted(metric: str, n: int) -> str:
    """``9 refunds``."""
    return str(COUNTED[metric] % {"n": n})


def few(number: float) -> str:
    """One decimal where that says more than none."""
    return number_format(number, 1 if number < 100 else 0, force_grouping=True)


def percent(share: float) -> str:
    """Whole percents; never 100 for what is not certain."""
    if share >= CERTAINLY:
        return gettext("over %(n)s %%") % {"n": 99}
    return gettext("%(n)s %%") % {"n": max(1, round(100 * share))}


def score_sentence(score: Score) -> str:
    """What a score says, or why it says nothing."""
    words = {
        "counted": counted(score.metric, score.observed),
        "sales": number_format(score.sales, 0, force_grouping=True),
        "expected": few(score.expected),
    }
    if score.doubt == Doubt.FEW_SALES:
        return gettext("%(counted)s in %(sales)s sales: too few sales to say.") % words
    if score.doubt == Doubt.FEW_PEERS:
        told = gettext("%(counted)s in %(sales)s sales: too few cashiers to compare with.")
        return told % words
    words["probability"] = percent(score.probability or 0.0)
    return (
        gettext(
            "%(counted)s in %(sales)s sales; peers on the same shifts expect %(expected)s; "
            "chance of being truly above twice the peer rate %(probability)s."
        )
        % words
    )


def part_words(code: str, params: Mapping[str, Any]) -> str:
    """One part of a risk."""
    if code in FLAGS:
        return str(FLAGS[code])
    if code in _SIMPLE:
        return str(_SIMPLE[code])
    return _WITH_PARAMS[code](params)


def risk_sentence(risk: int, parts: Sequence[Mapping[str, Any]]) -> str:
    """``Risk 87: refund, over $50, 9 refunds where peers have 2.1.``"""
    raising = [part for part in parts if part["points"] > 0][:4]
    said = [part_words(part["code"], part["params"]) for part in raising]
    return gettext("Risk %(risk)s: %(reasons)s.") % {"risk": risk, "reasons": "; ".join(said)}


def _amount(params: Mapping[str, Any]) -> str:
    return gettext("%(amount)s is much") % {"amount": money(params["amount"].lstrip("-"))}


def _further(params: Mapping[str, Any]) -> str:
    n = params["count"]
    return ngettext("%(n)s more flag", "%(n)s more flags", n) % {"n": n}


def _rules(params: Mapping[str, Any]) -> str:
    return gettext("found by %(rules)s") % {"rules": ", ".join(params["names"])}


def _standing(params: Mapping[str, Any]) -> str:
    if not params:
        return gettext("the cashier's count beside that of peers")
    words = {
        "counted": counted(params["metric"], params["observed"]),
        "expected": few(params["expected"]),
    }
    return gettext("%(counted)s in 4 weeks where peers have %(expected)s") % words


def _hour(params: Mapping[str, Any]) -> str:
    words = {"hour": f"{params['hour']:02}:00", "share": number_format(100 * params["share"], 1)}
    return gettext("an hour with %(share)s %% of the store's sales (%(hour)s)") % words


def _tagged(params: Mapping[str, Any]) -> str:
    words = {"high": params["high"], "decided": params["decided"]}
    return gettext("of %(decided)s like it, %(high)s were tagged to be looked into") % words


_WITH_PARAMS = {
    "amount": _amount,
    "further_flags": _further,
    "rules": _rules,
    "standing": _standing,
    "hour": _hour,
    "tagged": _tagged,
}
