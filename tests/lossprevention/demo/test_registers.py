"""Registers go on where they were, however the demo was stopped."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from lossprevention.demo import chain as chain_module
from lossprevention.demo import hand_over as hand_over_module
from lossprevention.demo import registers
from lossprevention.demo.live_folder import LiveFolder
from lossprevention.demo.place import DAYS, Place, stores
from lossprevention.demo.registers import Registers
from lossprevention.demo.tills import Till, read_tills, write_tills
from lossprevention.simulator.desk import Counters


class Post:
    """Takes what the registers hand over, and stops them when it has had enough."""

    def __init__(self, enough: int = 10**9) -> None:
        self.events = []
        self.stopping = threading.Event()
        self._enough = enough

    def take(self, chain, profile, events, place, *, name="") -> None:
        self.events += [(profile.code, event) for event in events]
        if len(self.events) >= self._enough:
            self.stopping.set()

    def stand_in(self, monkeypatch) -> None:
        """For the upload and for the folder alike."""
        monkeypatch.setattr(hand_over_module, "hand_over", self.take)
        leave = LiveFolder.leave

        def leave_and_tell(folder, events) -> None:
            leave(folder, events)
            self.take(None, folder._profile, events, None)

        monkeypatch.setattr(LiveFolder, "leave", leave_and_tell)


@pytest.fixture
def post(monkeypatch):
    made = Post()
    made.stand_in(monkeypatch)
    monkeypatch.setattr(chain_module, "ensure_chain", lambda: None)
    monkeypatch.setattr(registers, "LOOK_SECONDS", 0.01)
    return made


def standing_since(place: Place, ago: timedelta) -> datetime:
    until = datetime.now(UTC) - ago
    tills = {each.code: Till(until, Counters.starting(each, 1)) for each in stores()}
    write_tills(place.tills, tills)
    return until


def sell_until_now(place: Place, post: Post) -> None:
    """Catch up, then stop at the first look at the living registers."""
    made = Registers(place)
    made._sell_until = lambda *_: post.stopping.set()
    made.sell(post.stopping)


def test_what_was_sold_while_the_demo_was_stopped_is_caught_up_with(post, tmp_path):
    since = standing_since(Place(tmp_path), timedelta(hours=20))
    sell_until_now(Place(tmp_path), post)
    assert {code for code, _ in post.events} == {each.code for each in stores()}
    ended = sorted(event.ended for _, event in post.events)
    assert since - timedelta(minutes=1) <= ended[0]
    assert datetime.now(UTC) - ended[-1] < timedelta(hours=2)


def test_the_tills_stand_where_the_last_hand_over_ended(post, tmp_path):
    standing_since(Place(tmp_path), timedelta(hours=20))
    sell_until_now(Place(tmp_path), post)
    for code, till in read_tills(Place(tmp_path).tills).items():
        numbers = [int(event.transaction_no) for each, event in post.events if each == code]
        assert max(numbers) <= max(till.counters.transactions.values())


def test_a_second_start_repeats_nothing(post, tmp_path):
    standing_since(Place(tmp_path), timedelta(hours=20))
    sell_until_now(Place(tmp_path), post)
    first = {(code, e.register, e.transaction_no) for code, e in post.events}
    post.events.clear()
    post.stopping.clear()
    moved = {
        code: Till(till.until - timedelta(hours=1), till.counters)
        for code, till in read_tills(Place(tmp_path).tills).items()
    }
    write_tills(Place(tmp_path).tills, moved)
    sell_until_now(Place(tmp_path), post)
    second = {(code, e.register, e.transaction_no) for code, e in post.events}
    assert second
    assert not first & second


def test_a_demo_that_slept_for_months_catches_up_with_a_week(post, tmp_path):
    standing_since(Place(tmp_path), timedelta(days=90))
    sell_until_now(Place(tmp_path), post)
    oldest = min(event.ended for _, event in post.events)
    assert datetime.now(UTC) - oldest < timedelta(days=DAYS, hours=1)


def test_a_pause_of_a_minute_is_not_caught_up_with_calmly(post, tmp_path):
    standing_since(Place(tmp_path), timedelta(minutes=1))
    sell_until_now(Place(tmp_path), post)
    assert not post.events


def test_what_could_not_be_handed_over_is_not_remembered_as_sold(post, tmp_path, monkeypatch):
    standing_since(Place(tmp_path), timedelta(hours=20))
    before = read_tills(Place(tmp_path).tills)

    def refuse(*args, **kwargs) -> None:
        raise ConnectionError

    monkeypatch.setattr(hand_over_module, "hand_over", refuse)
    monkeypatch.setattr(LiveFolder, "leave", refuse)
    with pytest.raises(ConnectionError):
        sell_until_now(Place(tmp_path), post)
    assert read_tills(Place(tmp_path).tills) == before


def test_living_registers_sell_until_they_are_told_to_stop(tmp_path, monkeypatch):
    post = Post(enough=1)
    post.stand_in(monkeypatch)
    monkeypatch.setattr(chain_module, "ensure_chain", lambda: None)
    monkeypatch.setattr(registers, "LOOK_SECONDS", 0.05)
    standing_since(Place(tmp_path), timedelta(minutes=9))
    Registers(Place(tmp_path)).sell(post.stopping)
    assert post.events
