"""What the API answers, as serializers: the schema is made of them, and so is each answer."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from transactions.formats.canonical import EventType, Flag
from transactions.models import Channel, FileState, Standing

Some = serializers.Serializer[Any]


def _money() -> serializers.CharField:
    return serializers.CharField(allow_null=True, help_text="Decimal text in the store's currency.")


class ProblemSerializer(Some):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="Which kind of problem: a name, not an address.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is wrong with this very request.")
    instance = serializers.CharField(help_text="The address that was asked.")
    what_to_do = serializers.CharField()
    request_id = serializers.CharField(required=False, help_text="For support.")
    parameters = serializers.DictField(
        child=serializers.CharField(), required=False, help_text="Wrong parameters by name."
    )
    limit_bytes = serializers.IntegerField(required=False)
    code = serializers.CharField(required=False)
    files = serializers.ListField(child=serializers.DictField(), required=False)
    events = serializers.ListField(child=serializers.DictField(), required=False)


class FindingSerializer(Some):
    """Something that could not be understood."""

    code = serializers.CharField()
    detail = serializers.CharField(help_text="The code as a sentence.")
    index = serializers.IntegerField(
        allow_null=True, help_text="0-based place of the event in its file; null for the whole."
    )


class TakenFileSerializer(Some):
    """What became of one file that was sent; a ZIP's files are listed one by one."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the file as it was sent.")
    size = serializers.IntegerField(help_text="Bytes.")
    state = serializers.ChoiceField(FileState.choices)
    duplicate_of = serializers.IntegerField(
        allow_null=True, help_text="The file that had the same bytes first."
    )
    problem = FindingSerializer(allow_null=True)


class TakenSerializer(Some):
    """Everything in it is stored for good."""

    upload = serializers.IntegerField()
    taken = serializers.IntegerField(help_text="New files, waiting to be read.")
    known = serializers.IntegerField(help_text="Files that were sent before; nothing to do.")
    refused = serializers.IntegerField(help_text="Files that cannot be read; see `problem`.")
    files = TakenFileSerializer(many=True)


class TakenEventsSerializer(Some):
    """The events that are not in `refused` are stored for good."""

    upload = serializers.IntegerField()
    file = serializers.IntegerField(help_text="The file that the events are kept as.")
    state = serializers.ChoiceField(FileState.choices)
    duplicate_of = serializers.IntegerField(
        allow_null=True, help_text="The file that had the same bytes first."
    )
    taken = serializers.IntegerField(help_text="How many events were taken.")
    refused = FindingSerializer(many=True)


class FileSerializer(Some):
    """A file as received, and what was found in it."""

    id = serializers.IntegerField()
    upload = serializers.IntegerField(help_text="Files that came together have the same.")
    name = serializers.CharField()
    store = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    state = serializers.ChoiceField(FileState.choices)
    received_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField(help_text="Of the file as it was sent.")
    format = serializers.CharField(allow_blank=True)
    format_version = serializers.CharField(allow_blank=True)
    vendor = serializers.CharField(allow_blank=True)
    masked = serializers.IntegerField(help_text="Card numbers masked before it was stored.")
    events = serializers.IntegerField()
    new_transactions = serializers.IntegerField()
    revised_transactions = serializers.IntegerField()
    flagged = serializers.IntegerField()
    problems = serializers.IntegerField(help_text="How many; the file's own address lists them.")
    reason = FindingSerializer(allow_null=True, help_text="Why it could not be read.")


class WholeFileSerializer(FileSerializer):
    findings = FindingSerializer(many=True)


class UnreadSerializer(Some):
    """A file that could not be read, or not all of it."""

    file = FileSerializer()
    findings = FindingSerializer(many=True)


class FlagSerializer(Some):
    flag = serializers.ChoiceField([each.value for each in Flag])
    confidence = serializers.CharField()
    reason = serializers.CharField(help_text="Why, as a sentence.")


class TransactionSerializer(Some):
    """One register event."""

    id = serializers.IntegerField()
    store = serializers.CharField()
    register = serializers.CharField(allow_null=True)
    cashier = serializers.CharField(allow_null=True, help_text="The number, never the name.")
    approver = serializers.CharField(allow_null=True)
    type = serializers.ChoiceField([each.value for each in EventType])
    flags = serializers.ListField(child=serializers.CharField())
    occurred_at = serializers.DateTimeField(help_text="UTC.")
    occurred_local = serializers.CharField(help_text="The store's wall clock, without a zone.")
    time_quality = serializers.CharField()
    business_date = serializers.DateField()
    transaction_no = serializers.CharField(allow_blank=True)
    amount = _money()
    tax = _money()
    is_training = serializers.BooleanField(allow_null=True)
    is_outside = serializers.BooleanField(allow_null=True)
    risk = serializers.IntegerField()
    standing = serializers.ChoiceField(
        ["counted", *(value for value in Standing.values if value)],
        help_text="Only what is counted is in totals and reviews.",
    )
    file = serializers.IntegerField()


class LineSerializer(Some):
    sequence = serializers.IntegerField(required=False)
    kind = serializers.CharField(required=False)
    status = serializers.CharField(required=False)
    sku = serializers.CharField(required=False)
    description = serializers.CharField(required=False)
    department = serializers.CharField(required=False)
    quantity = serializers.CharField(required=False)
    unit_price = serializers.CharField(required=False)
    regular_price = serializers.CharField(required=False)
    amount = serializers.CharField(required=False)
    entry_method = serializers.CharField(required=False)
    approver = serializers.CharField(required=False)
    age_bypassed = serializers.BooleanField(required=False)


class AdjustmentSerializer(Some):
    kind = serializers.CharField(required=False)
    amount = serializers.CharField(required=False)
    line = serializers.IntegerField(required=False, help_text="The `sequence` of its line.")
    reason = serializers.CharField(required=False)
    source = serializers.CharField(required=False)  # type: ignore[assignment]  # of Field itself


class TenderSerializer(Some):
    tender_class = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
    amount = serializers.CharField(required=False)
    is_change = serializers.BooleanField(required=False)


class WholeTransactionSerializer(TransactionSerializer):
    """With its receipt: no digit of a card, no loyalty number, nobody's name."""

    reasons = FlagSerializer(many=True)
    reason_text = serializers.CharField(allow_blank=True)
    same_as = serializers.IntegerField(
        allow_null=True, help_text="The transaction that this is a second account of."
    )
    lines = LineSerializer(many=True)
    adjustments = AdjustmentSerializer(many=True)
    tenders = TenderSerializer(many=True)


class LimitsSerializer(Some):
    requests_per_second = serializers.FloatField()
    burst = serializers.IntegerField(help_text="Requests that may come at once after a pause.")
    requests_at_once = serializers.IntegerField()
    file_bytes = serializers.IntegerField()
    events_bytes = serializers.IntegerField()
    files_per_request = serializers.IntegerField()
    events_per_request = serializers.IntegerField()


class MeSerializer(Some):
    """What this token is, and what it may do."""

    chain = serializers.CharField()
    name = serializers.CharField()
    prefix = serializers.CharField()
    scope = serializers.CharField()
    store = serializers.CharField(allow_null=True, help_text="null for the whole chain.")
    expires_at = serializers.DateTimeField(allow_null=True)
    may = serializers.ListField(child=serializers.CharField())
    limits = LimitsSerializer()


def page_of(entry: type[Some]) -> type[Some]:
    """A page of ``entry``, named after it."""
    name = f"Page{entry.__name__.removesuffix('Serializer')}Serializer"
    fields = {
        "results": entry(many=True),
        "next": serializers.CharField(
            allow_null=True, help_text="Send it as `after` for what follows; null at the end."
        ),
    }
    return type(name, (serializers.Serializer,), fields)


FilesPage = page_of(FileSerializer)
UnreadPage = page_of(UnreadSerializer)
TransactionsPage = page_of(TransactionSerializer)
