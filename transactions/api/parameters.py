"""What may be asked in an address's query. What is not known is refused, not ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from transactions.api.problems import ApiProblem
from transactions.formats.canonical import EventType, Flag
from transactions.models import FileState

if TYPE_CHECKING:
    from rest_framework.request import Request

    from transactions.selectors.paging import BadCursorError

LARGEST_PAGE: Final = 200
PAGE: Final = 50


class CursorField(serializers.CharField):
    """The word that ``next`` of the page before holds."""

    def __init__(self, **words: Any) -> None:
        words.setdefault("help_text", "The value of `next` of the page before.")
        super().__init__(required=False, max_length=120, **words)


class PageParameters(serializers.Serializer[Any]):
    limit = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_PAGE,
        default=PAGE,
        help_text="How many at most.",
    )
    after = CursorField()


class FilesParameters(PageParameters):
    state = serializers.ChoiceField(FileState.choices, required=False)
    store = serializers.CharField(
        required=False, max_length=32, help_text="A store's number; for tokens of a whole chain."
    )
    sha256 = serializers.RegexField(
        r"^[0-9a-f]{64}$", required=False, help_text="Of the file as it was sent."
    )
    since = serializers.DateTimeField(required=False, help_text="Received at or after.")
    until = serializers.DateTimeField(required=False, help_text="Received before.")


class ProblemsParameters(PageParameters):
    store = serializers.CharField(
        required=False, max_length=32, help_text="A store's number; for tokens of a whole chain."
    )
    since = serializers.DateTimeField(required=False, help_text="Received at or after.")
    until = serializers.DateTimeField(required=False, help_text="Received before.")


class TransactionsParameters(PageParameters):
    store = serializers.CharField(
        required=False, max_length=32, help_text="A store's number; for tokens of a whole chain."
    )
    register = serializers.CharField(
        required=False, max_length=32, help_text="A register's number; `store` must be known too."
    )
    business_date = serializers.DateField(required=False)
    type = serializers.ChoiceField([each.value for each in EventType], required=False)
    flag = serializers.ChoiceField(
        [each.value for each in Flag if each != Flag.PATTERN], required=False
    )
    since = serializers.DateTimeField(required=False, help_text="Happened at or after.")
    until = serializers.DateTimeField(required=False, help_text="Happened before.")


P = TypeVar("P", bound=serializers.Serializer[Any])


def asked(request: Request, parameters: type[P]) -> dict[str, Any]:
    """The query's values, checked. Raises ApiProblem that names each wrong one."""
    given = request.query_params
    serializer = parameters(data=given.dict())
    wrong = {name: _("There is no such parameter here.") for name in given}
    wrong = {name: said for name, said in wrong.items() if name not in serializer.fields}
    wrong |= {name: _("It is there twice.") for name in given if len(given.getlist(name)) > 1}
    if not serializer.is_valid():
        wrong |= {name: str(said[0]) for name, said in serializer.errors.items()}
    if wrong:
        names = ", ".join(sorted(wrong))
        raise ApiProblem(
            "bad_parameter", _("Wrong: %(names)s.") % {"names": names}, more={"parameters": wrong}
        )
    return dict(serializer.validated_data)


def bad_cursor(error: BadCursorError) -> ApiProblem:
    said = _("This is not the word that “next” of a page held.")
    return ApiProblem("bad_parameter", _("Wrong: after."), more={"parameters": {"after": said}})
