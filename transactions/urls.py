"""What comes in."""

from __future__ import annotations

from django.urls import include, path

from transactions.api import guide_pages, token_pages
from transactions.views import backfill, files, layout_variants, layouts, matches, uploads

app_name = "transactions"

urlpatterns = [
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/<int:upload_id>/", uploads.upload, name="upload"),
    path("uploads/<int:upload_id>/progress/", uploads.upload_progress, name="upload_progress"),
    path("files/", files.files, name="files"),
    path("files/<int:file_id>/", files.file, name="file"),
    path("files/<int:file_id>/not-read.csv", files.rows_not_read, name="rows_not_read"),
    path("files/<int:file_id>/kept/", files.kept_bytes, name="kept_bytes"),
    path("files/<int:file_id>/again/", files.file_again, name="file_again"),
    path("files/<int:file_id>/move/", files.file_move, name="file_move"),
    path("files/<int:file_id>/layout/", layouts.layout, name="layout"),
    path("files/<int:file_id>/layout/preview/", layouts.layout_preview, name="layout_preview"),
    path("files/<int:file_id>/layout/confirm/", layouts.layout_confirm, name="layout_confirm"),
    path("files/<int:file_id>/layout/again/", layouts.layout_again, name="layout_again"),
    path("files/<int:file_id>/written/", layout_variants.written, name="written"),
    path(
        "files/<int:file_id>/written/preview/",
        layout_variants.written_preview,
        name="written_preview",
    ),
    path(
        "files/<int:file_id>/written/confirm/",
        layout_variants.written_confirm,
        name="written_confirm",
    ),
    path("layouts/", layouts.layouts, name="layouts"),
    path("history/", backfill.backfills, name="backfills"),
    path("history/<int:upload_id>/", backfill.backfill_progress, name="backfill_progress"),
    path("history/<int:upload_id>/known/", backfill.backfill_known, name="backfill_known"),
    path("history/<int:upload_id>/files/", backfill.backfill_files, name="backfill_files"),
    path("history/<int:upload_id>/close/", backfill.backfill_close, name="backfill_close"),
    path("second-accounts/", matches.matches, name="matches"),
    path("second-accounts/count/", matches.matches_count, name="matches_count"),
    path("second-accounts/<int:transaction_id>/", matches.match_decide, name="match_decide"),
    path("second-accounts/<int:transaction_id>/undo/", matches.match_undo, name="match_undo"),
    path("tokens/", token_pages.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", token_pages.revoke, name="revoke_token"),
    path("tokens/guide/", guide_pages.guide, name="api_guide"),
    path("tokens/openapi.json", guide_pages.openapi, name="openapi"),
    path("sources/", include("transactions.urls_sources")),
]
