"""What every kind of source is asked: its name, and when to look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from stores.schedule import parse_time
from stores.services.sources import SourceWish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import BoundField

    from stores.models import Source, SourceKind

STORED = _("One is stored. Leave this empty to keep it.")
DAY = 1440


class SourceForm(forms.Form):
    """What every kind is asked: its name, and when to look."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What you call it, like “Modisoft reports”.")
    )
    times = forms.CharField(
        label=_("At these times"),
        required=False,
        max_length=200,
        help_text=_("In the store's time, like 23:30, 06:00. Empty for none."),
    )
    every_minutes = forms.IntegerField(
        label=_("Every … minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        help_text=_("Empty for set times only."),
    )
    silent_after_minutes = forms.IntegerField(
        label=_("Tell me after … minutes without a new file"),
        required=False,
        min_value=5,
        max_value=20160,
        help_text=_("For a live folder only the store's opening hours count. Empty for never."),
    )

    kind: ClassVar[SourceKind]
    where: ClassVar[tuple[str, ...]]
    what: ClassVar[tuple[str, ...]]
    """Those of ``where`` that say what is taken."""
    secrets: ClassVar[tuple[str, ...]] = ()
    rhythm: ClassVar[tuple[str, ...]] = ("times", "every_minutes", "silent_after_minutes")
    not_kept: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, source: Source | None = None, **kwargs: Any) -> None:
        self.source = source
        if source is not None:
            kwargs.setdefault("initial", _initial(source))
        super().__init__(*args, **kwargs)
        stored = source is not None and bool(source.sealed)
        for name, field in self.fields.items():
            is_select = isinstance(field.widget, forms.Select)
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "select" if is_select else "field"
            if name in self.secrets and stored:
                field.help_text = STORED

    def clean_times(self) -> tuple[str, ...]:
        words = self.cleaned_data["times"].replace(",", " ").replace(";", " ").split()
        times = [word.zfill(5) for word in words]
        for word, text in zip(words, times, strict=True):
            if parse_time(text) is None:
                raise forms.ValidationError(
                    _("“%(word)s” is not a time. Write times like 23:30."), params={"word": word}
                )
        if len(times) > 24:
            raise forms.ValidationError(_("At most 24 times a day."))
        return tuple(sorted(set(times)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (self._is_live(data) or data.get("times") or data.get("every_minutes")):
            self.add_error("times", _("Say when to look: at set times, every so many minutes."))
        self._check_silence(data)
        return data

    def _check_silence(self, data: Mapping[str, Any]) -> None:
        """An alarm that comes between two fetches would come every day."""
        silence, every = data.get("silent_after_minutes"), data.get("every_minutes")
        least = 0 if self._is_live(data) else (every * 2 if every else DAY)
        if silence and silence < least:
            told = _("Between two fetches nothing can come. Say %(n)s or more, or nothing.")
            self.add_error("silent_after_minutes", told % {"n": least})

    @staticmethod
    def _is_live(data: Mapping[str, Any]) -> bool:
        return bool(data.get("is_live"))

    def wish(self) -> SourceWish:
        """What was asked for; only of a valid form."""
        data = self.cleaned_data
        live = self._is_live(data)
        names = [name for name in self.where if name not in (*self.secrets, *self.not_kept)]
        return SourceWish(
            name=data["name"],
            settings={name: data[name] for name in names},
            secrets={name: data[name] for name in self.secrets},
            is_live=live,
            times=() if live else data["times"],
            every_minutes=None if live else data["every_minutes"],
            silent_after_minutes=data["silent_after_minutes"],
        )

    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Headings and their fields, in the order of the page."""
        shown = [self[name] for name in self.where if not self[name].is_hidden]
        first = [field for field in shown if field.name not in self.what]
        yield _("Where"), [self["name"], *first]
        yield _("What"), [field for field in shown if field.name in self.what]
        yield _("When"), [self[name] for name in self.rhythm]


def _initial(source: Source) -> dict[str, Any]:
    return {
        **source.settings,
        "name": source.name,
        "is_live": source.is_live,
        "times": ", ".join(source.times),
        "every_minutes": source.every_minutes,
        "silent_after_minutes": source.silent_after_minutes,
    }
