"""What the log lines must not carry."""

from lossprevention.logs import without_keys
from stores.token_keys import new_key


def test_an_api_key_in_an_address_is_logged_without_its_secret():
    prefix, key = new_key()
    event = without_keys(None, "warning", {"event": "x", "request": f"GET /api/?token={key}&a=1"})
    assert key not in str(event)
    assert event["request"] == f"GET /api/?token={prefix}_…&a=1"


def test_words_that_only_begin_like_a_key_stay():
    assert without_keys(None, "info", {"event": "lp_help"})["event"] == "lp_help"
