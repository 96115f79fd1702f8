"""Reports that hold no transaction: what is learned from them, and what they are said to be."""

from __future__ import annotations

from pathlib import Path

from tests.transactions.settling import take_in
from transactions.models import FileState, SourceFile, Unfamiliar

REPORTS = Path(__file__).parents[1] / "fixtures" / "naxml_movement"


def given(store, name):
    return take_in(store, (REPORTS / name).read_bytes()).files.get()


def test_the_departments_of_a_report_are_offered_by_name(north, store):
    file = given(store, "passport_mcm_departments.xml")
    named = dict(Unfamiliar.objects.filter(kind="department").values_list("name", "example"))
    assert file.state == FileState.INGESTED
    assert named
    assert all(name and not name.isdigit() for name in named.values())


def test_a_department_with_a_role_is_no_stranger(north, store):
    given(store, "passport_mcm_departments.xml")
    code = Unfamiliar.objects.values_list("name", flat=True).first()
    Unfamiliar.objects.all().delete()
    SourceFile.objects.all().delete()
    store.department_roles = {code: "merchandise"}
    store.save()
    given(store, "passport_mcm_departments.xml")
    assert not Unfamiliar.objects.filter(name=code).exists()


def test_a_report_that_gives_nothing_is_read_and_says_why(north, store):
    file = given(store, "passport_ism_items.xml")
    assert (file.state, file.reason_code) == (FileState.INGESTED, "nothing_needed")
