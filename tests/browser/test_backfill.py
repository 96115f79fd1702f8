"""History handed over by a real browser: folders, archives, interruptions."""

from __future__ import annotations

import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import log_in
from tests.transactions.exports import forget_waiting, read_waiting
from tests.transactions.journals import Ring, journal
from transactions.models import SourceFile, Upload

pytestmark = [pytest.mark.browser]
AWAY = """() => {
    window.away = true;
    const asked = window.fetch;
    window.fetch = (address, how) => window.away && address.endsWith("/files/")
        ? Promise.reject(new TypeError("away")) : asked(address, how);
}"""


def fresh(store):
    """What earlier tests handed over has other numbers."""
    del store
    forget_waiting()
    return (SourceFile.objects.order_by("-id").values_list("id", flat=True).first() or 0) * 1000


def fill(folder, first, count):
    folder.mkdir(exist_ok=True)
    (folder / ".DS_Store").write_bytes(b"nothing")
    for number in range(first, first + count):
        day = folder / f"day{number % 3}"
        day.mkdir(exist_ok=True)
        (day / f"PJR{number}.xml").write_bytes(journal(Ring(number)))


def newest():
    upload = Upload.objects.filter(is_backfill=True).order_by("-id").first()
    return upload.is_complete, upload.expected_files, upload.files.count()


def start(page, desk):
    log_in(page, desk)
    page.goto(f"{desk.address}/history/")


def said(page):
    return page.locator(".backfill-going [data-said]")


def test_a_folder_is_handed_over_and_the_same_again_is_passed_over(desk, page, tmp_path):
    first = desk.do(fresh, desk.store)
    fill(tmp_path / "year", first, 7)
    start(page, desk)
    page.get_by_label("A folder").set_input_files(tmp_path / "year")
    expect(said(page)).to_contain_text("All handed over: 7 sent, 0 were here already")
    assert desk.do(newest) == (True, 7, 7)
    fill(tmp_path / "year", first, 9)
    page.get_by_label("A folder").set_input_files(tmp_path / "year")
    expect(said(page)).to_contain_text("All handed over: 2 sent, 7 were here already")
    desk.do(read_waiting)
    page.reload()
    expect(page.locator("#backfill-rows")).to_contain_text("2 files, 3 Mar 2026.")


def test_an_archive_is_opened_in_the_browser_and_a_broken_one_is_said(desk, page, tmp_path):
    first = desk.do(fresh, desk.store) + 500
    path = tmp_path / "year.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(first, first + 5):
            archive.writestr(f"journals/PJR{number}.xml", journal(Ring(number)))
        archive.writestr("__MACOSX/x", b"nothing")
        archive.writestr("plain.xml", journal(Ring(first + 9)), zipfile.ZIP_STORED)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(path.read_bytes()[:-40])
    start(page, desk)
    page.get_by_label("Or ZIP archives").set_input_files([path, broken])
    expect(said(page)).to_contain_text("All handed over: 6 sent")
    expect(page.get_by_role("alert").filter(has_text="broken.zip")).to_be_visible()
    assert desk.do(newest) == (True, 6, 6)


def test_a_server_that_is_away_is_asked_again_and_a_pause_holds(desk, page, tmp_path):
    first = desk.do(fresh, desk.store) + 700
    fill(tmp_path / "year", first, 3)
    start(page, desk)
    page.evaluate(AWAY)
    page.get_by_label("A folder").set_input_files(tmp_path / "year")
    expect(said(page)).to_contain_text("No answer; trying again")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.evaluate("window.away = false")
    page.get_by_role("button", name="Go on").click()
    expect(said(page)).to_contain_text("All handed over: 3 sent")
