"""What comes in."""

from __future__ import annotations

from django.urls import path

from transactions import views

app_name = "transactions"

urlpatterns = [
    path("uploads/", views.uploads, name="uploads"),
    path("uploads/<int:upload_id>/", views.upload, name="upload"),
    path("uploads/<int:upload_id>/progress/", views.upload_progress, name="upload_progress"),
    path("files/", views.files, name="files"),
]
