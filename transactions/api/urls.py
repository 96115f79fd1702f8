"""``/api/``: every address that programs may ask."""

from __future__ import annotations

from django.urls import path, re_path

from transactions.api.views import about, events, files, transactions

app_name = "api"

urlpatterns = [
    path("v1/files", files.files, name="files"),
    path("v1/files/<int:file_id>", files.file, name="file"),
    path("v1/events", events.events, name="events"),
    path("v1/transactions", transactions.transactions, name="transactions"),
    path("v1/transactions/<int:transaction_id>", transactions.transaction, name="transaction"),
    path("v1/problems", files.problems, name="problems"),
    path("v1/me", about.me, name="me"),
    path("v1/schema", about.schema, name="schema"),
    path("v1/", about.nothing_here, {"rest": ""}, name="root"),
    re_path(r"^(?P<rest>.*)$", about.nothing_here, name="nothing_here"),
]
