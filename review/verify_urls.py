"""Checking evidence, for everybody: below ``verify/`` on every host."""

from __future__ import annotations

from django.urls import path

from review.views import verify

app_name = "verify"

urlpatterns = [
    path("", verify.verify, name="verify"),
    path("check/", verify.check, name="check"),
    path("look-up/", verify.look_up, name="look_up"),
    path("keys/", verify.keys, name="keys"),
    path("keys/<uuid:chain_uuid>/", verify.keys, name="keys_of"),
    path("evidence_verifier.py", verify.program, name="program"),
]
