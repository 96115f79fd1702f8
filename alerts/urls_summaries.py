"""Summaries: read, sent to oneself, and when they come."""

from __future__ import annotations

from django.urls import path

from alerts.views import summaries, summaries_settings

app_name = "summaries"

urlpatterns = [
    path("summaries/", summaries.summaries, name="summaries"),
    path("summaries/now/", summaries.preview, name="preview"),
    path("summaries/now/send/", summaries.send_preview, name="send_preview"),
    path("summaries/<int:run_id>/", summaries.run, name="summary"),
    path("summaries/<int:run_id>/send/", summaries.send_run, name="send_summary"),
    path("summaries/settings/daily/", summaries_settings.daily, name="daily_settings"),
    path("summaries/settings/weekly/", summaries_settings.weekly, name="weekly_settings"),
    path(
        "summaries/settings/stores/<int:store_id>/",
        summaries_settings.of_store,
        name="store_settings",
    ),
]
