"""Other sides that are real: a mail server, Twilio's API, a receiver of webhooks."""

from __future__ import annotations

import pytest

from tests.alerts.telling.smtp_server import PASSWORD, USER, SmtpServer
from tests.alerts.telling.twilio_server import ACCOUNT, FROM, TOKEN, TwilioServer
from tests.transactions.sources.certificates import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def smtp(settings, authority, monkeypatch):
    """Mails go there, with log-in and TLS."""
    server = SmtpServer(authority.context("127.0.0.1"), slow=3.0)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = True, 10
    yield server
    server.close()


@pytest.fixture
def twilio(settings):
    server = TwilioServer()
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
    settings.TWILIO_FROM, settings.TWILIO_API_URL = FROM, server.address
    yield server
    server.close()
