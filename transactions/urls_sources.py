"""Sources that fetch by themselves."""

from __future__ import annotations

from django.urls import path

from transactions import views_sources as views

urlpatterns = [
    path("", views.sources, name="sources"),
    path("add/", views.add, name="source_add"),
    path("test/", views.test, name="source_test"),
    path("<int:source_id>/", views.source, name="source"),
    path("<int:source_id>/edit/", views.edit, name="source_edit"),
    path("<int:source_id>/state/", views.state, name="source_state"),
    path("<int:source_id>/fetch/", views.fetch, name="source_fetch"),
    path("<int:source_id>/switch/", views.switch, name="source_switch"),
]
