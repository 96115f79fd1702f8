"""A letter as the parts of a mail: text, HTML and the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext

from alerts.models import SummaryKind
from alerts.summaries import daily, look, pictured, weekly_said
from alerts.summaries.letter import Letter, Line, as_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from alerts.models import SummaryRun
    from alerts.summaries.links import Links

PICTURE: Final = "four-weeks"
LEAD_LOOKS: Final = {"calm": "", "look": "m-lead-look", "blind": "m-lead-blind"}


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str
    html: str


def letter_of(kind: str, facts: Mapping[str, Any], parts: Collection[str], links: Links) -> Letter:
    if kind == SummaryKind.WEEKLY:
        return weekly_said.letter(facts, links)
    return daily.letter(facts, parts, links)


def letter_of_run(run: SummaryRun, links: Links) -> Letter:
    return letter_of(run.kind, run.facts, run.parts, links)


def picture_of(facts: Mapping[str, Any]) -> bytes:
    """A PNG that the HTML shows as ``cid:four-weeks``; empty where too little is known."""
    # Pillow is loaded when a picture is first wanted: most processes never draw one.
    from alerts.summaries import chart

    picture = pictured.picture_of(facts)
    return chart.draw(picture) if picture is not None else b""


def mail_of(letter: Letter, *, leave: str = "") -> Mail:
    """``leave``: where one gets off the list; both parts end with it."""
    if leave:
        door = Line(gettext("Do not send me these any more"), leave)
        letter = replace(letter, doors=(*letter.doors, door))
    return Mail(letter.subject, as_text(letter), as_html(letter))


def as_html(letter: Letter) -> str:
    return render_to_string(
        "emails/summary.html",
        {**shown(letter, f"cid:{PICTURE}"), "dark_rules": look.dark_rules(wins=True)},
    )


def shown(letter: Letter, picture_url: str) -> dict[str, Any]:
    """What the template needs, in a mail as on the page."""
    return {
        "letter": letter,
        "picture_url": picture_url,
        "lead_look": LEAD_LOOKS[letter.tone],
    }
