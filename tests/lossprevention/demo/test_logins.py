import json
import stat

from accounts.roles import Role
from lossprevention.demo.logins import PEOPLE, read_or_make
from lossprevention.demo.place import stores


def test_passwords_are_the_same_at_each_start(tmp_path):
    first = read_or_make(tmp_path / "logins.json")
    assert read_or_make(tmp_path / "logins.json") == first
    assert set(first) == {person.key for person in PEOPLE}


def test_passwords_are_private_different_and_hard_to_guess(tmp_path):
    made = [read_or_make(tmp_path / name) for name in ("one.json", "other.json")]
    passwords = [password for each in made for password in each.values()]
    assert len(set(passwords)) == len(passwords)
    assert all(len(password) >= 14 for password in passwords)
    assert stat.S_IMODE((tmp_path / "one.json").stat().st_mode) == 0o600


def test_a_person_added_to_the_demo_later_gets_a_password_too(tmp_path):
    path = tmp_path / "logins.json"
    before = read_or_make(path)
    path.write_text(json.dumps({"owner": before["owner"]}))
    after = read_or_make(path)
    assert after["owner"] == before["owner"]
    assert set(after) == set(before)


def test_the_people_are_an_owner_a_manager_of_one_store_a_viewer_and_support():
    assert [person.role for person in PEOPLE] == [Role.OWNER, Role.MANAGER, Role.VIEWER, ""]
    assert [person.limited_to for person in PEOPLE if person.limited_to] == [stores()[0].code]
