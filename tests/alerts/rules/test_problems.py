"""What cannot be used is told with its place and reason, and with what would do."""

from __future__ import annotations

import pytest

from alerts.rules import parse

SPOTS = {
    # text with the place marked: (code, suggestions that must be among those given)
    "[refnd] > $50": ("unknown_word", {"refund"}),
    "[no sael] > 3 times in 5 minutes": ("unknown_word", {"no sale"}),
    "[viod] > $20": ("unknown_word", {"void"}),
    "refund by [cahs]": ("unknown_word", {"cash"}),
    "refund > $50 on [saterday]": ("unknown_word", {"Saturday"}),
    "refund [wihout] receipt": ("unknown_word", {"without"}),
    "[hello world]": ("unknown_word", set()),
    "[Rеfund] > $50": ("look_alike", {"Refund"}),  # noqa: RUF001 - the first e is Cyrillic
    "Refund [> $50 and < $20]": ("never_true", set()),
    "Refund [> $50 and <= $50]": ("never_true", set()),
    "Refund [< $0]": ("never_true", set()),
    "Refund [> $50 or less]": ("never_true", set()),
    "No sale [between 5pm and 5pm]": ("empty_span", set()),
    "Refund not on Monday [not on Monday]": ("day_left_out_already", set()),
    "Refund on weekdays [not on Saturday]": ("day_left_out_already", set()),
    "Refund on Monday [not on Monday]": ("never_true", set()),
    "Refund on [Monday and Monday]": ("said_twice", set()),
    "Refund on [weekdays and weekends]": ("every_day", set()),
    "Refund by cash by [card]": ("said_twice", set()),
    "Refund [> $50 > $60]": ("said_twice", set()),
    "> 3 refunds in 5 minutes in [10 minutes]": ("said_twice", set()),
    "> 3 refunds in [2 weeks]": ("window_too_long", {"per day"}),
    "> 3 refunds in [1 year]": ("window_too_long", {"per day"}),
    "> 3 refunds in [999999999 years]": ("window_too_long", {"per day"}),
    "> 3 refunds in [0 minutes]": ("empty_window", set()),
    "> 3 refunds[]": ("no_window", {"in 5 minutes", "per shift"}),
    "Void then no sale[]": ("no_window", {"within 90 seconds"}),
    "Void then no sale [per shift]": ("window_must_be_time", {"within 90 seconds"}),
    "Refunds total > $100[]": ("no_window", {"per shift"}),
    "same cashier at two registers[]": ("no_window", {"within 90 seconds"}),
    "[same register] at two registers within 5 minutes": ("who_at_two", {"same cashier"}),
    "Refund in [5 minutes]": ("window_alone", {""}),
    "Refund [by the same cashier]": ("key_alone", {""}),
    "Refund [> 50] in 5 minutes": ("dollars_or_times", {"> $50", "> 50 times"}),
    "Refund [$50]": ("how_compared", {"> $50", "= $50"}),
    "[exactly 3] voids in 5 minutes": ("only_more", {"at least 3"}),
    "[fewer than 3] sales per hour": ("only_more", {"> 3"}),
    "[at least 1] void per shift": ("one_is_enough", set()),
    "[> 0] voids per shift": ("one_is_enough", set()),
    "[> 2.5] voids per shift": ("whole_number", set()),
    "[> 1001] voids per shift": ("absurd_count", set()),
    "Refund [> $1000000.01]": ("absurd_amount", set()),
    "Refund > [$9999999999999999]": ("absurd_number", set()),
    "Refund [> $1.999]": ("cents", set()),
    "Refund > [-$5]": ("negative_number", set()),
    "No sale [> $5]": ("no_amount", set()),
    "No sales total [> $5] per day": ("no_amount", set()),
    "[Refund and void] > $5": ("and_of_events", {"or", "then"}),
    "Refund > $5 [void]": ("second_event", {"then", "or"}),
    "Void then no sale [then refund within 5 minutes]": ("third_event", set()),
    "Refund > $5 [or] > $20": ("two_rules", set()),
    "Refund [times] > $5": ("unexpected", set()),
    "Refund > $5 [10pm] by cash": ("unfinished", set()),
    "Refund [not] by cash": ("not_here", set()),
    "Refund at [register] > $5": ("which_one", set()),
    "Refund [>] by cash": ("unfinished", set()),
    "Refund [>]": ("unfinished", {"$50"}),
    "Refund > $50 [by]": ("unfinished", {"cash"}),
    "Void [then] within 5 minutes": ("no_event", {"Refund"}),
    "[> $50]": ("no_event", {"Refund"}),
    "[any event]": ("everything", set()),
    "No sale after [11]": ("am_or_pm", {"11am", "11pm"}),
    "No sale between [11] and 5am": ("am_or_pm", {"11pm"}),
    "No sale after [25:00]": ("no_such_time", set()),
    "No sale after [13pm]": ("no_such_time", set()),
    "No sale [after 5am]": ("all_day", set()),
    "No sale [before midnight]": ("all_day", set()),
    'Refund with item ["LOTTO]': ("quote_left_open", set()),
    'Refund with [item ""]': ("bad_item", set()),
    'Refund at [store ""]': ("bad_name", set()),
    "Refund [(]void": ("odd_character", {""}),
    "Refund > $50 [%]": ("odd_character", {""}),
    "Refund[\u200b] > $50": ("hidden_character", {""}),
    "Refund[\x00] > $50": ("hidden_character", {""}),
    "Refund [\u202e]> $50": ("hidden_character", {""}),
    "[> 3] refunds then void within 5 minutes": ("number_in_pair", {""}),
    "Void then no sale within 5 minutes [> $5]": ("say_which", set()),
    "Refund [along with sale]": ("not_a_trait", set()),
    "Refund [between $5 and 10pm]": ("range_of_what", set()),
    "Refunds [total] per shift": ("total_of_what", set()),
    "> 3 refunds per day per store [per cashier]": ("two_keys", set()),
}


@pytest.mark.parametrize("marked", SPOTS)
def test_the_word_is_pointed_at(marked):
    code, suggestions = SPOTS[marked]
    text = marked.replace("[", "").replace("]", "")
    start = marked.index("[")
    end = start + len(marked[start + 1 : marked.index("]")])
    read = parse(text)
    problem = next((p for p in read.problems if p.code == code), None)
    assert problem is not None, read.problems
    assert (problem.start, problem.end) == (start, end)
    assert suggestions <= set(problem.suggestions)
    assert read.rule is None


def test_the_guess_is_what_was_understood():
    read = parse("Refund > $50 frm register 2")
    assert read.guess == parse("Refund > $50 at register 2").rule


@pytest.mark.parametrize("text", ["Refund not by cash", "Refund > $50 and < $20"])
def test_no_guess_is_made_of_the_opposite(text):
    assert parse(text).guess is None


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0"])
def test_nothing_is_empty(text):
    assert [problem.code for problem in parse(text).problems] == ["empty"]


def test_no_more_than_five_problems_are_told():
    text = "Refund " + "(zzz) > $50 " * 20
    assert len(parse(text).problems) == 5
