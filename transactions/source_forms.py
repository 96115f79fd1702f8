"""The forms that sources are set up with, one per kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from stores.models import Source, SourceKind
from stores.schedule import parse_time
from stores.services.sources import SourceWish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import BoundField

STORED = _("One is stored. Leave this empty to keep it.")
DAY = 1440
QUIET_REGISTER = 60
"""Minutes: an open store that sells nothing for an hour is rare enough to be asked about."""
PATTERNS = "PJR*, CPJR*, MSM*, MCM*"
HOST = RegexValidator(
    r"^[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$",
    _("Enter a name like ftp.example.com, without https:// and without a path."),
)


def _host() -> forms.CharField:
    return forms.CharField(
        label=_("Server"),
        max_length=253,
        validators=[HOST],
        widget=forms.TextInput(attrs={"placeholder": "ftp.example.com", "autocomplete": "off"}),
    )


def _port(usual: int) -> forms.IntegerField:
    return forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=usual)


def _secret(label: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, required=False, max_length=1000, widget=widget, strip=False)


def _user(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("User name"),
        max_length=200,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


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


class FolderForm(SourceForm):
    kind = SourceKind.FOLDER
    where = ("path", "patterns", "subfolders")
    what = ("patterns", "subfolders")
    rhythm = ("is_live", *SourceForm.rhythm)

    path = forms.CharField(
        label=_("Folder"),
        max_length=500,
        help_text=_(
            "As this program's computer sees it: a path, or a share like "
            "\\\\computer\\PPXMLData\\PJR. Files are copied, never changed or deleted."
        ),
    )
    patterns = forms.CharField(
        label=_("Files"),
        required=False,
        max_length=300,
        initial=PATTERNS,
        help_text=_("Names to take, with * for anything. Empty takes every file."),
    )
    subfolders = forms.BooleanField(label=_("Folders inside it, too"), required=False)
    is_live = forms.BooleanField(
        label=_("All the time: files are read seconds after they are written"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.source is None:
            self.fields["silent_after_minutes"].initial = QUIET_REGISTER


class SftpForm(SourceForm):
    kind = SourceKind.SFTP
    where = (
        "host",
        "port",
        "username",
        "password",
        "private_key",
        "path",
        "patterns",
        "host_key",
        "accept_new_key",
    )
    what = ("path", "patterns")
    secrets = ("password", "private_key")
    not_kept = ("accept_new_key",)

    host = _host()
    port = _port(22)
    username = _user()
    password = _secret(_("Password"))
    private_key = forms.CharField(
        label=_("Private key, instead of a password"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    path = forms.CharField(label=_("Folder on the server"), max_length=500, initial=".")
    patterns = forms.CharField(
        label=_("Files"),
        required=False,
        max_length=300,
        help_text=_("Names to take, with * for anything. Empty takes every file."),
    )
    host_key = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput())
    accept_new_key = forms.BooleanField(
        label=_("The server's key was replaced: accept the one it shows now"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.source is None or not self.source.settings.get("host_key"):
            self.fields["accept_new_key"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        stored = self._stored_key(data)
        if stored is not None:
            data["host_key"] = "" if data.get("accept_new_key") else stored
        return data

    def _stored_key(self, data: Mapping[str, Any]) -> str | None:
        """The key that this server showed when it was set up; "" when the source now means
        another server, None when there was no source."""
        if self.source is None:
            return None
        known = self.source.settings
        is_same = (known.get("host"), known.get("port")) == (data.get("host"), data.get("port"))
        return str(known.get("host_key", "")) if is_same else ""


class ImapForm(SourceForm):
    kind = SourceKind.IMAP
    where = (
        *("host", "port", "security", "username", "password"),
        *("folder", "senders", "subject", "body_tables", "mark_read"),
    )
    what = ("folder", "senders", "subject", "body_tables", "mark_read")
    secrets = ("password",)

    host = _host()
    port = _port(993)
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=[("tls", _("TLS (usual, port 993)")), ("starttls", _("STARTTLS (port 143)"))],
    )
    username = _user()
    password = _secret(_("Password"))
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    senders = forms.CharField(
        label=_("Only from"),
        max_length=500,
        help_text=_("Addresses, or whole domains like @modisoft.com, with a comma between."),
    )
    subject = forms.CharField(
        label=_("Only with this in the subject"), required=False, max_length=200
    )
    body_tables = forms.BooleanField(
        label=_("Also read tables in the message itself"), required=False
    )
    mark_read = forms.BooleanField(label=_("Mark what was taken as read"), required=False)


class HttpsForm(SourceForm):
    kind = SourceKind.HTTPS
    where = (
        *("url", "date_format", "days_back", "auth", "username", "header_name", "password"),
        *("body", "rows", "fields_wanted", "paging", "page_parameter", "first_page", "next"),
    )
    what = ("body", "rows", "fields_wanted", "paging", "page_parameter", "first_page", "next")
    secrets = ("password",)

    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        validators=[
            RegexValidator(r"^https://[^\s/@?#]+([/?#]\S*)?$", _("Begin with https:// and a name."))
        ],
        help_text=_("Put {from} and {to} where the dates belong."),
        widget=forms.TextInput(
            attrs={"placeholder": "https://api.example.com/sales?from={from}&to={to}"}
        ),
    )
    date_format = forms.ChoiceField(
        label=_("How dates are written"),
        choices=[
            ("%Y-%m-%d", "2026-11-24"),
            ("%m/%d/%Y", "11/24/2026"),
            ("%Y%m%d", "20261124"),
            ("%Y-%m-%dT%H:%M:%S", "2026-11-24T23:30:00"),
            ("iso", _("2026-11-24T23:30:00Z (world time)")),
            ("unix", _("seconds since 1970")),
        ],
    )
    days_back = forms.IntegerField(
        label=_("Ask this many days back"),
        min_value=1,
        max_value=31,
        initial=1,
        help_text=_("What comes twice counts once."),
    )
    auth = forms.ChoiceField(
        label=_("How we say who we are"),
        choices=[
            ("bearer", _("bearer token")),
            ("header", _("key in a header")),
            ("basic", _("user name and password")),
            ("none", _("not at all")),
        ],
    )
    username = _user(required=False)
    header_name = forms.CharField(
        label=_("Name of the header"),
        required=False,
        max_length=80,
        initial="X-Api-Key",
        validators=[RegexValidator(r"^[A-Za-z0-9-]+$", _("Letters, digits and - only."))],
    )
    password = _secret(_("Token, key or password"))
    body = forms.ChoiceField(label=_("The answer is"), choices=[("json", "JSON"), ("csv", "CSV")])
    rows = forms.CharField(
        label=_("Where the rows are in the JSON"),
        required=False,
        max_length=200,
        help_text=_("Like data.items. Empty when the answer is the list itself."),
    )
    fields_wanted = forms.CharField(
        label=_("Columns to take"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Amount = totals.net"}),
        help_text=_("One a line: a name, =, and where it is in a row. Empty takes all."),
    )
    paging = forms.ChoiceField(
        label=_("Pages"),
        choices=[
            ("none", _("one answer holds everything")),
            ("page", _("numbered pages")),
            ("cursor", _("each answer names the next")),
        ],
    )
    page_parameter = forms.CharField(
        label=_("Parameter for the page"), required=False, max_length=80, initial="page"
    )
    first_page = forms.IntegerField(
        label=_("Number of the first page"), required=False, min_value=0, initial=1
    )
    next = forms.CharField(
        label=_("Where the next page is named"),
        required=False,
        max_length=200,
        help_text=_("Like meta.next_cursor."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("paging") == "cursor" and not data.get("next"):
            self.add_error("next", _("Say where the answer names the next page."))
        if data.get("paging") == "cursor" and data.get("body") == "csv":
            self.add_error("paging", _("CSV does not name a next page. Choose numbered pages."))
        return data


FORMS: dict[str, type[SourceForm]] = {
    form.kind: form for form in (FolderForm, SftpForm, ImapForm, HttpsForm)
}
