"""The house stands: two chains, and a request finds its own."""


def test_the_cast_lives_in_two_chains(cast, north):
    assert cast.member("manager").store_ids is None
    assert len(cast.member("limited").store_ids) == 1


def test_an_unknown_host_is_not_found(client, db):
    assert client.get("/accounts/login/", headers={"host": "nobody.example"}).status_code == 404
