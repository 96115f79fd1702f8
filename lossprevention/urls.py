"""Addresses on a chain's host."""

from django.urls import URLPattern, URLResolver, include, path

from lossprevention.admin_sites import chain_admin

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("admin/", chain_admin.urls),
    path("api/", include("transactions.api.urls")),
    path("clips/", include("clips.urls")),
    path("verify/", include("review.verify_urls")),
    path("", include("alerts.urls")),
    path("", include("transactions.urls")),
    path("", include("alerts.urls")),
    path("", include("alerts.urls_summaries")),
    path("", include("review.urls")),
]
