"""Addresses on support's public host."""

from django.urls import URLPattern, URLResolver, include, path

from lossprevention.admin_sites import public_admin

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("admin/", public_admin.urls),
    path("verify/", include("review.verify_urls")),
    path("", include("accounts.urls")),
]
