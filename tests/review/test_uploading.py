from django.core.files.uploadedfile import SimpleUploadedFile

from transactions.models import SourceFile, Upload

HTMX = {"HX-Request": "true"}


def dropped(name="PJR1.xml", content=b"<NAXML-POSJournal/>"):
    return SimpleUploadedFile(name, content)


def test_dropped_files_are_kept_and_lead_to_their_progress(cast, store):
    response = cast.client("manager").post(
        "/uploads/",
        {"store": "101", "files": [dropped(), dropped("PJR2.xml", b"<x/>")]},
        headers=HTMX,
    )
    upload = Upload.objects.get()
    assert (response.status_code, response["HX-Redirect"]) == (204, f"/uploads/{upload.pk}/")
    assert upload.received_by == cast.manager
    assert sorted(upload.files.values_list("original_name", flat=True)) == ["PJR1.xml", "PJR2.xml"]


def test_without_scripts_it_works_too(cast, store):
    response = cast.client("manager").post("/uploads/", {"store": "101", "files": [dropped()]})
    assert response["Location"] == f"/uploads/{Upload.objects.get().pk}/"


def test_a_file_that_is_too_large_is_refused_with_its_size_and_the_limit(cast, store, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    response = cast.client("manager").post(
        "/uploads/",
        {"store": "101", "files": [dropped("big.xml", b"x" * (3 * 1024 * 1024))]},
        headers=HTMX,
    )
    assert response.status_code == 422
    assert "“big.xml” is 3 MB; files up to 1 MB can be taken." in response.text
    assert not SourceFile.objects.exists()


def test_a_store_must_be_chosen_and_files_too(cast, north):
    client = cast.client("manager")
    assert "Choose the store" in client.post("/uploads/", {"files": [dropped()]}).text
    assert "Choose at least one file" in client.post("/uploads/", {"store": "101"}).text


def test_nobody_uploads_for_a_store_that_is_not_theirs(cast, north):
    response = cast.client("limited").post("/uploads/", {"store": "102", "files": [dropped()]})
    assert response.status_code == 422
    assert not Upload.objects.exists()


def test_a_viewer_may_not_upload(cast, north):
    client = cast.client("viewer")
    assert client.get("/uploads/").status_code == 403
    assert client.post("/uploads/", {"store": "101", "files": [dropped()]}).status_code == 403
    assert not Upload.objects.exists()
