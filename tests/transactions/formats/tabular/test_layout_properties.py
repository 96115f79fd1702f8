"""Any layout of known columns, with noise around it, is read exactly, refused or asked."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from transactions.formats.canonical import FormatContext, UnreadableFileError
from transactions.formats.tabular.proposal import propose
from transactions.formats.tabular.reader import TabularReader
from transactions.formats.tabular.roles import SYNONYMS, Role

KINDS = {
    "sale": ("Sale", "SALE", "Network Sale"),
    "refund": ("Refund", "RETURN", "Refunded"),
    "void": ("Void", "VOIDED", "Cancelled Sale"),
    "no_sale": ("No Sale", "NOSALE", "no-sale"),
    "paid_out": ("Paid Out", "PAYOUT"),
    "safe_drop": ("Safe Drop", "DROP"),
    "unknown": ("Frobnicate", "17"),
}
OUT = {"refund", "paid_out", "safe_drop"}
DAYS = {
    "mdy": ["%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"],
    "dmy": ["%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y"],
    "": ["%Y-%m-%d", "%Y%m%d", "%d-%b-%Y", "%b %d, %Y"],
}
CLOCKS = ["%H:%M:%S", "%I:%M:%S %p"]
AMOUNTS = {
    ".": ["{:.2f}", "${:.2f}", "{:,.2f}", "USD {:.2f}", "{:.2f}*", "$ {:.2f}"],
    ",": ["{:.2f}", "{:,.2f}", "€{:.2f}"],
}
NEGATIVES = ["-{}", "({})", "{}-", "{} CR", "\u2212{}"]
NOISE = ["Aisle colour", "Weather", "Zz 9"]


@dataclass(frozen=True)
class Truth:
    number: str
    when: datetime
    kind: str
    amount: Decimal
    """As the report writes it, which may be positive for money that went out."""
    register: str
    cashier: str

    @property
    def said(self):
        amount = None if self.kind == "no_sale" else self.amount
        if amount is not None and self.kind in OUT:
            amount = -abs(amount)
        if amount is not None and self.kind == "void":
            amount = abs(amount)
        kind = self.kind
        if kind == "sale" and amount < 0:
            kind = "refund"
        return (self.number, self.when, kind, amount, self.register, self.cashier)


def truths(numbers):
    money = st.integers(-99_999, 9_999_999).filter(bool).map(lambda cents: Decimal(cents) / 100)
    moments = st.builds(
        datetime.combine,
        st.dates(date(2024, 1, 1), date(2027, 12, 31)),
        st.times(time(0, 0, 1)).map(lambda each: each.replace(microsecond=0)),
    )
    return st.tuples(
        *(
            st.builds(
                Truth, st.just(number), moments, st.sampled_from(sorted(KINDS)), money,
                st.sampled_from(["1", "02", "10001x", "Front"]),
                st.sampled_from(["JOHN", "007", "Mary Ann", "total care"]),
            )
            for number in numbers
        )
    )  # fmt: skip


@st.composite
def exports(draw):
    """Bytes of a report, what it truly says, and its day order and decimal mark."""
    rows = draw(st.integers(1, 8).flatmap(lambda n: truths([str(5000 + i) for i in range(n)])))
    mark = draw(st.sampled_from(".,"))
    order = draw(st.sampled_from(sorted(DAYS)))
    day, clock = draw(st.sampled_from(DAYS[order])), draw(st.sampled_from(CLOCKS))
    together = draw(st.booleans())
    forms = draw(st.lists(st.sampled_from(AMOUNTS[mark]), min_size=1, max_size=3))
    minus = draw(st.sampled_from(NEGATIVES))

    def money(amount, index):
        text = forms[index % len(forms)].format(abs(amount))
        if mark == ",":
            text = text.translate(str.maketrans(".,", ",."))
        return minus.format(text) if amount < 0 else text

    fields = {
        Role.TRANSACTION_NO: lambda t, i: t.number,
        Role.REGISTER: lambda t, i: t.register,
        Role.CASHIER: lambda t, i: t.cashier,
        Role.TYPE: lambda t, i: KINDS[t.kind][i % len(KINDS[t.kind])],
        Role.AMOUNT: lambda t, i: money(t.amount, i),
    }
    if together:
        fields[Role.DATE_TIME] = lambda t, i: t.when.strftime(f"{day} {clock}")
    else:
        fields[Role.DATE] = lambda t, i: t.when.strftime(day)
        fields[Role.TIME] = lambda t, i: t.when.strftime(clock)
    names = {role: draw(st.sampled_from(SYNONYMS[role].split(", "))) for role in fields}
    spell = draw(st.sampled_from([str, str.upper, str.title]))
    noise = draw(st.lists(st.sampled_from(NOISE), unique=True, max_size=2))
    columns = draw(st.permutations([*fields, *noise]))
    header = [spell(names[each]) if each in names else each for each in columns]
    body = [
        [fields[each](t, i) if each in fields else f"n{i}" for each in columns]
        for i, t in enumerate(rows)
    ]
    return assemble(draw, header, body, columns, rows, mark), rows, order, mark


def assemble(draw, header, body, columns, rows, mark):
    width = len(header)
    lines = [[title] * width for title in draw(st.lists(st.sampled_from(
        ["Transaction Detail", "Store: 101", "Some Chain Inc."]), unique=True))]  # fmt: skip
    lines.append(header)
    for cells in body:
        lines.append(cells)
        between = draw(st.sampled_from(["", "", "", "blank", "header", "page"]))
        if between:
            extra = {"blank": [""] * width, "header": header, "page": ["Page 1 of 9"]}
            lines.append(extra[between])
    if draw(st.booleans()):
        total = f"{sum(t.amount for t in rows):.2f}".replace(".", mark)
        cells = ["\u00a0"] * width
        cells[columns.index(Role.AMOUNT)] = total
        if columns[0] != Role.AMOUNT:
            cells[0] = draw(st.sampled_from(["Total", "Grand Total:", "TOTALS"]))
        lines.append(cells)
    text = io.StringIO()
    delimiter = draw(st.sampled_from(",;\t|"))
    csv.writer(text, delimiter=delimiter).writerows(lines)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return text.getvalue().encode(encoding)


def told(event):
    return (
        event.transaction_no, event.occurred_local, str(event.event_type), event.amount,
        event.register, event.cashier,
    )  # fmt: skip


@given(exports())
@settings(max_examples=150, deadline=None)
def test_any_layout_is_read_exactly_or_asked_about_and_never_misread(export):
    data, rows, order, mark = export
    (proposal,) = propose(io.BytesIO(data), "export.csv", FormatContext())
    asked = {question.code for question in proposal.questions}
    answers = {"date_order": order or "mdy", "decimal_mark": mark, "decimal_marks": {}}
    if not asked & {"date_order", "decimal_mark", "mixed_dates", "mixed_marks"}:
        answers = {}
    assert asked <= {"date_order", "decimal_mark", "type_word"}
    mapping = proposal.mapping.changed(**answers)
    context = FormatContext(mappings={mapping.fingerprint: mapping.to_json()})
    reader = TabularReader(io.BytesIO(data), "export.csv", context)
    events = list(reader)
    assert [told(event) for event in events] == [truth.said for truth in rows]
    assert reader.rows_by_class["data"] == len(rows)
    assert not reader.problems


@given(exports(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_cell_replaced_by_anything_is_an_event_or_a_listed_row(export, data):
    content, *_ = export
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    cut = data.draw(st.integers(0, len(text)))
    strange = data.draw(st.text(max_size=12) | st.sampled_from(["NaN", "1e9", "(", '"', "=1+1"]))
    damaged = f"{text[:cut]}{strange}{text[cut:]}".encode(errors="replace")
    reader = TabularReader(io.BytesIO(damaged), "x.csv", FormatContext(accept_proposed=True))
    try:
        events = list(reader)
    except UnreadableFileError as refused:
        assert refused.code
        return
    counts = reader.rows_by_class
    assert len(reader.row_errors) == counts["unread"]
    assert len(events) <= counts["data"]
