"""The manager's pages."""

from __future__ import annotations

from django.urls import path

from review.views import audit, health, health_words, queue, transaction

app_name = "review"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("pulse/", queue.pulse, name="pulse"),
    path("transactions/<int:transaction_id>/", transaction.transaction, name="transaction"),
    path("transactions/<int:transaction_id>/clips/", transaction.clips, name="clips"),
    path("transactions/<int:transaction_id>/decide/", transaction.decide, name="decide"),
    path("transactions/<int:transaction_id>/undo/", transaction.undo, name="undo"),
    path("transactions/<int:transaction_id>/notes/", transaction.note, name="note"),
    path("audit/", audit.audit, name="audit"),
    path("health/", health.health, name="health"),
    path("health/<int:store_id>/", health.store_health, name="store_health"),
    path("health/<int:store_id>/explain/", health_words.explain, name="explain_gap"),
    path("health/<int:store_id>/settle/", health_words.settle, name="settle_unfamiliar"),
]
