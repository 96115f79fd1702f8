"""Addresses of clips, below ``clips/`` on a chain's host."""

from __future__ import annotations

from django.urls import path

from clips import uploads, views

app_name = "clips"

urlpatterns = [
    path("<uuid:clip_uuid>/video", views.video, name="video"),
    path("<uuid:clip_uuid>/download", views.download, name="download"),
    path("<uuid:clip_uuid>/thumbnail", views.thumbnail, name="thumbnail"),
    path("<uuid:clip_uuid>/sheet", views.sheet, name="sheet"),
    path("<uuid:clip_uuid>/links", views.links, name="links"),
    path("<uuid:clip_uuid>/retry", views.retry, name="retry"),
    path("exports", uploads.export, name="export"),
    path("transactions/<int:transaction_id>/request", views.ask, name="request"),
    path("transactions/<int:transaction_id>/upload", uploads.upload, name="upload"),
]
