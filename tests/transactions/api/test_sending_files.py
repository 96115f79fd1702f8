"""Files by the API: stored before the answer, known when they come again."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile

from jobs.models import Job
from jobs.worker import work
from tests.transactions.journals import Ring, journal, zipped
from transactions.models import Channel, FileState, SourceFile, Transaction

JOURNAL = journal(Ring(1), Ring(2, "refund"))


def form(*files):
    return {"files": [SimpleUploadedFile(name, data) for name, data in files]}


def send_form(program, data, **headers):
    return program.client.post("/api/v1/files", data, headers={**program.headers, **headers})


def test_a_file_sent_as_the_body_is_kept_and_read(pusher, pushing, store):
    response = pusher.send(JOURNAL, "PJR1.xml")
    assert response.status_code == 202
    body = response.json()
    assert (body["taken"], body["known"], body["refused"]) == (1, 0, 0)
    (said,) = body["files"]
    assert said["name"] == "PJR1.xml"
    assert said["sha256"] == hashlib.sha256(JOURNAL).hexdigest()
    row = SourceFile.objects.select_related("upload").get(pk=said["id"])
    assert (row.upload.channel, row.upload.token, row.store) == (
        Channel.API,
        pushing.token,
        store,
    )
    assert Job.objects.filter(kind="parse_file", key=str(row.pk)).exists()
    work("quick", seconds=30)
    read = pusher.get(f"files/{row.pk}").json()
    assert (read["state"], read["events"], read["flagged"]) == (FileState.INGESTED, 2, 1)
    assert Transaction.objects.filter(store=store).count() == 2


def test_several_files_come_in_one_form(pusher):
    other = journal(Ring(3))
    response = send_form(pusher, form(("a.xml", JOURNAL), ("b.xml", other)))
    assert response.status_code == 202
    assert [each["name"] for each in response.json()["files"]] == ["a.xml", "b.xml"]


def test_a_zip_is_opened_and_each_file_told_of(pusher):
    archive = zipped(a__xml=JOURNAL, b__pdf=b"%PDF-1.7 not a journal")
    body = pusher.post("files", archive, "application/zip", x_original_name="day.zip")
    assert body.status_code == 207
    said = {each["name"]: each for each in body.json()["files"]}
    assert said["a.xml"]["state"] == FileState.RECEIVED
    assert said["b.pdf"]["state"] == FileState.QUARANTINED
    assert said["b.pdf"]["problem"]["code"] == "pdf"
    assert "PDF" in said["b.pdf"]["problem"]["detail"]


def test_the_same_file_again_is_known_by_its_bytes(pusher):
    first = pusher.send(JOURNAL).json()["files"][0]["id"]
    again = pusher.send(JOURNAL, "another-name.xml")
    assert again.status_code == 200
    (said,) = again.json()["files"]
    assert (said["state"], said["duplicate_of"]) == (FileState.DUPLICATE, first)
    assert Job.objects.filter(kind="parse_file").count() == 1


def test_the_same_file_twice_in_one_form_is_taken_once(pusher):
    body = send_form(pusher, form(("a.xml", JOURNAL), ("b.xml", JOURNAL))).json()
    assert (body["taken"], body["known"]) == (1, 1)
    assert body["files"][1]["duplicate_of"] == body["files"][0]["id"]


def test_a_file_that_nobody_can_read_is_refused_with_the_reason(pusher):
    response = pusher.send(b"%PDF-1.7", "report.pdf")
    assert response.status_code == 422
    body = response.json()
    assert body["type"].endswith(":nothing_taken")
    assert body["detail"] == body["files"][0]["problem"]["detail"]
    assert "PDF" in body["detail"]


def test_an_empty_zip_is_refused(pusher):
    response = pusher.post("files", zipped(), "application/zip")
    assert response.status_code == 422


def test_card_numbers_are_masked_before_anything_is_stored(pusher, files):
    sent = journal(Ring(1, item="CARD 4111111111111111"))
    row = SourceFile.objects.get(pk=pusher.send(sent).json()["files"][0]["id"])
    assert row.redacted == 1
    kept = b"".join(path.read_bytes() for path in files.rglob("*") if path.is_file())
    assert b"4111111111111111" not in kept


def test_a_name_that_is_a_path_or_odd_is_kept_as_a_name(pusher):
    for given, kept in (
        ("../../etc/passwd.xml", "passwd.xml"),
        ("C:\\PPXMLData\\PJR7.xml", "PJR7.xml"),
        ("Tag für Tag.xml", "Tag für Tag.xml"),
        ("nul\0and\nline.xml", "nulandline.xml"),
        ("x" * 400, "x" * 255),
        ("", "unnamed"),
    ):
        pusher.send(journal(Ring(hash(given) % 9999)), quote(given))
        assert SourceFile.objects.order_by("-id")[0].original_name == kept


def test_a_form_without_files_or_with_other_fields_is_refused(pusher):
    for data in ({}, {"store": "102"}, {**form(("a.xml", JOURNAL)), "store": "102"}):
        response = send_form(pusher, data)
        assert response.status_code == 400, data
    assert "store" in response.json()["detail"]
    assert not SourceFile.objects.exists()


def test_an_empty_body_is_refused(pusher):
    assert pusher.send(b"").status_code == 400
