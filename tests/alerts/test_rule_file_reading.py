"""Files of rules: read, written, refused with line and reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.pack.file_reading import read_rules
from alerts.pack.files import MOST_BYTES, MOST_RULES, FileRule, write_rules

HEAD = "lossprevention rules 1\n\n"
ONE = "rule: Refund > $50\nname: Large refund\n"

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
)


def problems(text):
    found = read_rules(text.encode() if isinstance(text, str) else text)
    assert found.rules == ()
    return [(each.line, each.code) for each in found.problems]


def test_a_whole_rule_is_read_with_everything_it_says():
    text = f"""{HEAD}# of the spring
{ONE}code: refund_over_50
State: ON
severity: high
stores: 101, 102
registers: inside, outside
days: 1, 5
from: 08:00
until: 22:00
quiet  minutes: 15
why: agreed
"""
    (rule,) = read_rules(text.encode()).rules
    assert rule == FileRule(
        rule="Refund > $50", name="Large refund", code="refund_over_50", state="on", severity=30,
        stores=("101", "102"), registers=("inside", "outside"), days=(1, 5), start="08:00",
        until="22:00", quiet_minutes=15, why="agreed",
    )  # fmt: skip
    assert (rule.line_of("rule"), rule.line_of("state")) == (4, 7)


@given(
    st.builds(
        FileRule,
        rule=words,
        name=words,
        state=st.sampled_from(["on", "silent", "off"]),
        severity=st.sampled_from([10, 20, 30]),
        registers=st.lists(st.sampled_from(["inside", "outside"]), unique=True).map(tuple),
        quiet_minutes=st.integers(0, 9999),
        why=st.one_of(st.just(""), words),
    )
)
def test_what_is_written_reads_back_the_same(rule):
    assert read_rules(write_rules([rule]).encode()).rules == (rule,)


def test_windows_line_ends_and_a_byte_order_mark_are_taken():
    data = b"\xef\xbb\xbf" + (HEAD + ONE).replace("\n", "\r\n").encode()
    assert read_rules(data).rules[0].name == "Large refund"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, "no_heading")]),
        ("rules:\n  - rule: x\n", [(1, "no_heading")]),
        ("# my rules\nlossprevention rules 2\n", [(2, "other_version")]),
        (HEAD, [(1, "no_rules")]),
        (HEAD + "name: x\n", [(3, "missing_key")]),
        (HEAD + ONE + "nonsense\n", [(5, "no_colon")]),
        (HEAD + ONE + "command: rm\n", [(5, "unknown_key")]),
        (HEAD + ONE + "name: again\n", [(5, "key_twice")]),
        (HEAD + ONE + "state: loud\nseverity: 4\n", [(5, "bad_value"), (6, "bad_value")]),
        (HEAD + ONE + "registers: roof\n", [(5, "bad_value")]),
        (HEAD + ONE + "quiet minutes: -1\n", [(5, "bad_value")]),
        (HEAD + ONE + "quiet minutes: \u0663\n", [(5, "bad_value")]),
        (HEAD + ONE + "code: Ref!\n", [(5, "bad_value")]),
        (HEAD + ONE + "days: 1, 9\nfrom: 08:00\nuntil: 22:00\n", [(5, "bad_value")]),
        (HEAD + ONE + "days: 1\nfrom: 8:00\nuntil: 22:00\n", [(6, "bad_value")]),
        (HEAD + ONE + "from: 08:00\n", [(5, "half_a_schedule")]),
        (HEAD + ONE + "\n" + ONE, [(7, "rule_twice")]),
        (HEAD + ONE + "why: a\x07b\n", [(5, "not_printable")]),
        (HEAD + ONE + f"why: {'x' * 2000}\n", [(5, "long_line")]),
        (b"lossprevention rules 1\n\nname: \xff\n", [(3, "not_utf8")]),
        (b"x" * (MOST_BYTES + 1), [(1, "too_large")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text, found):
    assert problems(text) == found


def test_a_file_with_too_many_rules_is_refused_whole():
    many = "\n".join(f"rule: Refund > ${n}\nname: r{n}\n" for n in range(1, MOST_RULES + 2))
    assert [code for _line, code in problems(HEAD + many)] == ["too_many"]


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_with_rules_or_reasons(data):
    found = read_rules(data)
    assert bool(found.rules) != bool(found.problems)
