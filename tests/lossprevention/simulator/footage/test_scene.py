from datetime import UTC, datetime, timedelta

from lossprevention.simulator.footage.scene import SceneEvent, Timeline

NOON = datetime(2025, 11, 22, 12, 0, tzinfo=UTC)


def state(events, seconds):
    return Timeline(events).state((NOON + timedelta(seconds=seconds)).timestamp())


def test_the_drawer_opens_at_a_cash_sale_and_shuts_again():
    sale = [SceneEvent(NOON, "sale")]
    assert state(sale, -1).drawer == 0
    assert state(sale, 2).drawer == 1
    assert state(sale, 10).drawer == 0


def test_a_card_sale_leaves_the_drawer_shut():
    assert state([SceneEvent(NOON, "card_sale")], 2).drawer == 0


def test_a_customer_stands_at_the_counter_when_paying_and_is_gone_later():
    sale = [SceneEvent(NOON, "sale")]
    assert state(sale, 0).customer == 1
    assert state(sale, 30).customer == 0


def test_goods_lie_on_the_counter_only_while_a_customer_is_there():
    sale = [SceneEvent(NOON, "sale")]
    assert state(sale, -1).goods > 0
    assert state(sale, 60).goods == 0


def test_a_refund_without_customer_shows_the_cashier_alone_at_an_open_drawer():
    refund = [SceneEvent(NOON, "refund", customer=False)]
    seen = state(refund, 1)
    assert seen.customer == 0
    assert seen.cashier == 1
    assert seen.drawer == 1


def test_two_payments_close_together_belong_to_one_customer():
    events = [SceneEvent(NOON, "sale"), SceneEvent(NOON + timedelta(seconds=20), "sale")]
    assert all(state(events, second).customer == 1 for second in range(-30, 25))


def test_a_second_customer_waits_until_the_first_has_left():
    events = [SceneEvent(NOON, "sale"), SceneEvent(NOON + timedelta(seconds=40), "sale")]
    looks = {state(events, 0).look, state(events, 40).look}
    assert min(state(events, tenth / 10).customer for tenth in range(400)) == 0
    assert len(looks) == 2


def test_the_scene_of_an_instant_does_not_depend_on_events_far_away():
    near = [SceneEvent(NOON, "sale")]
    far = [*near, SceneEvent(NOON + timedelta(hours=3), "refund", customer=False)]
    assert all(state(near, s) == state(far, s) for s in range(-120, 120))


def test_an_idle_cashier_comes_and_goes():
    presence = {state([], second).cashier for second in range(0, 7200, 30)}
    assert {0.0, 1.0} <= presence
