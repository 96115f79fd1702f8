"""A summary in words, before it is a mail: what both of its parts are made from, so that
neither can say what the other does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Tone(StrEnum):
    CALM = "calm"
    LOOK = "look"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class Line:
    """``note`` explains it; ``strong``: it is out of the ordinary, which ``note`` or
    ``text`` says in words too."""

    text: str
    href: str = ""
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """``is_picture``: the chart stands here, and its only line says what it shows."""

    key: str
    heading: str
    lines: tuple[Line, ...]
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """``lead`` is the sentence of the subject in full; ``notices`` come before all else."""

    subject: str
    title: str
    where: str
    lead: str
    tone: Tone = Tone.CALM
    notices: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    doors: tuple[Line, ...] = field(default=())

    @property
    def picture(self) -> str:
        """What the chart shows, in words; "" without one."""
        return next((each.lines[0].text for each in self.sections if each.is_picture), "")


def as_text(letter: Letter) -> str:
    """The text part."""
    return "\n".join(_lines(letter)).strip() + "\n"


def _lines(letter: Letter) -> Iterator[str]:
    yield from (letter.where, letter.title, "", letter.lead)
    for notice in letter.notices:
        yield from ("", notice)
    for section in letter.sections:
        yield from ("", section.heading, "-" * len(section.heading))
        for line in section.lines:
            yield from _line(line)
    yield ""
    for door in letter.doors:
        yield f"{door.text}: {door.href}" if door.href else door.text


def _line(line: Line) -> Iterator[str]:
    yield f"{'! ' if line.strong else '* '}{line.text}"
    if line.note:
        yield f"  {line.note}"
    if line.href:
        yield f"  {line.href}"
