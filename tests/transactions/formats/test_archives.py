"""ZIP archives: limits, lies and traps; good members go on beside bad ones."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile

import pytest

from transactions.formats.archives import ArchiveLimits, iter_members
from transactions.formats.canonical import UnreadableFileError

LIMITS = ArchiveLimits()


def write(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = compression
            archive.writestr(info, data)
    return path


def outcomes(path, limits=LIMITS):
    """Name and content, or name and problem code, of each member."""
    found = []
    for member in iter_members(path, limits):
        if member.problem is not None:
            found.append((member.name, member.problem.code))
            continue
        with member.open() as stream:
            try:
                found.append((member.name, stream.read()))
            except UnreadableFileError as error:
                found.append((member.name, error.code))
    return found


def refusal(path, limits=LIMITS):
    with pytest.raises(UnreadableFileError) as caught:
        outcomes(path, limits)
    return caught.value.code


def test_members_come_in_order_with_their_bytes(tmp_path):
    path = write(tmp_path / "a.zip", [("day/b.xml", b"<b/>"), ("a.xml", b"<a/>")])
    assert outcomes(path) == [("day/b.xml", b"<b/>"), ("a.xml", b"<a/>")]


def test_equal_names_are_both_handed_out(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = write(tmp_path / "a.zip", [("a.xml", b"1"), ("a.xml", b"2")])
    assert outcomes(path) == [("a.xml", b"1"), ("a.xml", b"2")]


def test_folders_and_litter_are_left_out(tmp_path):
    members = [("day/", b""), ("__MACOSX/._a.xml", b"x"), ("day/.DS_Store", b"x"), ("a.xml", b"1")]
    assert outcomes(write(tmp_path / "a.zip", members)) == [("a.xml", b"1")]


@pytest.mark.parametrize(
    "name",
    ["../up.xml", "a/../../up.xml", "/etc/passwd", "C:evil.xml", "C:/evil.xml", "..\\up.xml",
     "a\\b.xml", "a\nb.xml", ".."],
)  # fmt: skip
def test_names_that_point_outside_are_refused_and_the_others_go_on(tmp_path, name):
    found = outcomes(write(tmp_path / "a.zip", [(name, b"x"), ("good.xml", b"1")]))
    assert [content for _, content in found] == ["member_unsafe_name", b"1"]


def test_links_and_devices_are_refused(tmp_path):
    link = zipfile.ZipInfo("link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    device = zipfile.ZipInfo("device.xml")
    device.external_attr = (stat.S_IFCHR | 0o666) << 16
    found = outcomes(write(tmp_path / "a.zip", [(link, b"/etc/passwd"), (device, b"")]))
    assert [code for _, code in found] == ["member_link", "member_link"]


def test_members_with_a_password_are_refused(tmp_path):
    path = write(tmp_path / "a.zip", [("a.xml", b"secret"), ("b.xml", b"1")])
    data = bytearray(path.read_bytes())
    central = data.find(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    path.write_bytes(data)
    assert outcomes(path) == [("a.xml", "member_encrypted"), ("b.xml", b"1")]


@pytest.mark.parametrize("name", ["inner.zip", "inner.tar", "INNER.7Z", "disguised.xml"])
def test_archives_inside_are_refused_by_name_and_by_bytes(tmp_path, name):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    path = write(tmp_path / "a.zip", [(name, inner.getvalue()), ("b.xml", b"1")])
    assert outcomes(path) == [(name, "member_archive"), ("b.xml", b"1")]


def test_a_spreadsheet_is_no_archive_of_journals(tmp_path):
    members = [("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]
    assert refusal(write(tmp_path / "a.xlsx", members)) == "spreadsheet"


def test_a_damaged_member_does_not_stop_the_others(tmp_path):
    content = os.urandom(300_000)
    path = write(tmp_path / "a.zip", [("a.xml", content), ("b.xml", b"1")], zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[200_000] ^= 0xFF
    path.write_bytes(data)
    assert outcomes(path) == [("a.xml", "member_damaged"), ("b.xml", b"1")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip at all", b"PK\x05\x06" * 3])
def test_what_is_no_archive_is_damaged(tmp_path, content):
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert refusal(path) == "zip_damaged"


def test_a_truncated_archive_is_damaged(tmp_path):
    path = write(tmp_path / "a.zip", [("a.xml", b"x" * 1000)])
    path.write_bytes(path.read_bytes()[:-30])
    assert refusal(path) == "zip_damaged"


def test_too_many_members_refuse_the_archive_before_it_is_loaded(tmp_path):
    path = write(tmp_path / "a.zip", [(f"{n}.xml", b"") for n in range(6)])
    assert refusal(path, ArchiveLimits(members=5)) == "zip_too_many_files"


def test_a_directory_that_claims_millions_is_refused_before_it_is_loaded(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 0, 0, 0))
    assert refusal(path) == "zip_too_many_files"


def test_a_bomb_is_refused_by_its_headers(tmp_path):
    path = write(tmp_path / "a.zip", [("a.xml", b"\0" * 40_000_000)])
    assert refusal(path) == "zip_ratio"


def test_a_small_archive_may_pack_well(tmp_path):
    path = write(tmp_path / "a.zip", [("a.xml", b" " * 1_000_000)])
    assert len(outcomes(path)[0][1]) == 1_000_000


def test_the_total_is_limited(tmp_path):
    path = write(tmp_path / "a.zip", [("a.xml", b"x" * 600), ("b.xml", b"x" * 600)])
    assert refusal(path, ArchiveLimits(total_bytes=1000)) == "zip_too_large"


def test_one_large_member_is_refused_alone(tmp_path):
    path = write(tmp_path / "a.zip", [("a.xml", b"x" * 600), ("b.xml", b"1")])
    found = outcomes(path, ArchiveLimits(member_bytes=500))
    assert found == [("a.xml", "member_too_large"), ("b.xml", b"1")]


def test_headers_that_understate_the_size_are_caught_by_counting(tmp_path):
    path = write(tmp_path / "a.zip", [("a.xml", b"x" * 100_000)])
    data = bytearray(path.read_bytes())
    central = data.find(b"PK\x01\x02")
    struct.pack_into("<L", data, central + 24, 10)
    path.write_bytes(data)
    assert outcomes(path) == [("a.xml", "member_damaged")]


def test_reading_again_from_the_start_costs_the_budget_nothing(tmp_path):
    path = write(tmp_path / "a.zip", [("a.xml", b"x" * 600)])
    members = iter_members(path, ArchiveLimits(total_bytes=1000))
    with next(members).open() as stream:
        for _ in range(3):
            stream.seek(0)
            assert len(stream.read(100)) == 100
            assert len(stream.read()) == 500


def test_a_refused_member_cannot_be_opened(tmp_path):
    path = write(tmp_path / "a.zip", [("../a.xml", b"x")])
    (member,) = iter_members(path, LIMITS)
    with pytest.raises(UnreadableFileError):
        member.open()
