"""What comes in."""

from __future__ import annotations

from django.urls import include, path

from transactions import views
from transactions.api import guide_pages, token_pages

app_name = "transactions"

urlpatterns = [
    path("uploads/", views.uploads, name="uploads"),
    path("uploads/<int:upload_id>/", views.upload, name="upload"),
    path("uploads/<int:upload_id>/progress/", views.upload_progress, name="upload_progress"),
    path("files/", views.files, name="files"),
    path("tokens/", token_pages.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", token_pages.revoke, name="revoke_token"),
    path("tokens/guide/", guide_pages.guide, name="api_guide"),
    path("tokens/openapi.json", guide_pages.openapi, name="openapi"),
    path("sources/", include("transactions.urls_sources")),
]
