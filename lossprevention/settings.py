"""Settings, in the order middleware / apps / database / …

With nothing configured, the embedded services of the data directory are used; each of
``DATABASE_URL``, ``REDIS_URL``, ``AWS_STORAGE_BUCKET_NAME`` and ``EMAIL_URL`` replaces one
of them. docs/operations.md lists every variable.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from footage.recorders import DRIVERS
from lossprevention import env, logs
from lossprevention.embedded.services import read_services
from lossprevention.unfold import UNFOLD_CHAIN, UNFOLD_PUBLIC  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("LOSSPREVENTION_DATA") or BASE_DIR / ".lossprevention").resolve()
EMBEDDED = read_services(DATA_DIR)

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or (EMBEDDED.secret_key if EMBEDDED else "")
if not SECRET_KEY:
    if env.text("DATABASE_URL"):
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text, and keep it.")
    # Commands that need no database (simulate, inspect_journal, cut, demo) sign nothing.
    SECRET_KEY = secrets.token_urlsafe(48)

# Seal the passwords of sources: the first seals, all of them open. docs/sources.md says how
# they are changed.
FIELD_KEYS = env.words("FIELD_KEYS") or (
    [EMBEDDED.field_key] if EMBEDDED and EMBEDDED.field_key else []
)

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*")  # the host must name a chain, or it is a 404
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
UNKNOWN_HOST_IS_ONLY_CHAIN = env.flag("UNKNOWN_HOST_IS_ONLY_CHAIN")
HTTPS = env.flag("HTTPS")
PUBLIC_PORT = env.text("PUBLIC_PORT")  # in links of mails, where it is not the usual one

MIDDLEWARE = [
    "transactions.api.middleware.ApiMiddleware",  # above all: a surplus costs no database
    "lossprevention.health.HealthMiddleware",  # above the chain: a load balancer has no host
    "django_structlog.middlewares.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.tenancy.ChainMiddleware",
    "lossprevention.admin_csp.AdminPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "stores.middleware.MembershipMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "review.middleware.SessionEndedMiddleware",
]

SHARED_APPS = [
    "django_tenants",
    "pgtrigger",  # before accounts, which mends a clash between the two above
    "pghistory",
    "accounts",
    "jobs",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "storages",
    "django_htmx",
    "template_partials",
    "django_structlog",
    "csp",
    "lossprevention",
]
TENANT_APPS = [
    "django.contrib.admin",
    "pgtrigger",
    "pghistory",
    "stores",
    "transactions",
    "clips",
    "alerts",
    "review",
]
INSTALLED_APPS = SHARED_APPS + [app for app in TENANT_APPS if app not in SHARED_APPS]

TENANT_MODEL = "accounts.Chain"
TENANT_DOMAIN_MODEL = "accounts.Domain"
ROOT_URLCONF = "lossprevention.urls"
PUBLIC_SCHEMA_URLCONF = "lossprevention.urls_public"
WSGI_APPLICATION = "lossprevention.wsgi.application"


IDLE_TRANSACTION_SECONDS = int(env.text("IDLE_TRANSACTION_SECONDS", "60"))


def database(url: str) -> dict[str, object]:
    """A postgresql:// URL as Django's dictionary."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "accounts.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            # A process that was stopped in mid-transaction must not keep its locks for ever.
            "options": f"-c idle_in_transaction_session_timeout={IDLE_TRANSACTION_SECONDS}s",
        },
    }


# Migrations run as the owner of the tables; everything else as a role that can neither
# change nor delete history.
AS_OWNER = env.flag("LOSSPREVENTION_AS_OWNER")
APPLICATION_DATABASE_URL = env.text("DATABASE_URL") or (EMBEDDED.database_url if EMBEDDED else "")
OWNER_DATABASE_URL = (
    env.text("MIGRATE_DATABASE_URL")
    or env.text("DATABASE_URL")
    or (EMBEDDED.migrate_database_url if EMBEDDED else "")
)
DATABASE_IS_CONFIGURED = bool(APPLICATION_DATABASE_URL)
DATABASES = {
    "default": database(
        (OWNER_DATABASE_URL if AS_OWNER else APPLICATION_DATABASE_URL)
        or "postgresql://nobody@127.0.0.1:1/not_configured"
    )
}
APPLICATION_ROLE = unquote(urlsplit(APPLICATION_DATABASE_URL).username or "")
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_APPEND_ONLY = True
# Who asked is told to the database before every statement: twice the trips, for nothing on
# requests that change nothing tracked.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation of an address
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("TRUSTED_PROXY_COUNT", "0"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "session"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # unfold needs eval; its own policy is set there
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
ADMIN_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lossprevention.context.csp_nonce",
                "stores.context.member",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
HTMX_CONFIG = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "attributesToSettle": ["class", "width", "height"],  # "style" would break the policy
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # from where they lie: nothing to collect before a start

AWS_STORAGE_BUCKET_NAME = env.text("AWS_STORAGE_BUCKET_NAME")
STORAGES: dict[str, dict[str, object]] = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None},
    },
}
if AWS_STORAGE_BUCKET_NAME:
    from lossprevention.storage import s3_storage

    STORAGES["default"] = s3_storage(
        AWS_STORAGE_BUCKET_NAME,
        endpoint=env.text("AWS_S3_ENDPOINT_URL"),
        region=env.text("AWS_S3_REGION_NAME"),
        addressing_style=env.text("AWS_S3_ADDRESSING_STYLE"),
    )
    _origin = env.text("AWS_S3_ENDPOINT_URL") or "https://*.amazonaws.com"
    for _directive in ("media-src", "img-src"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"][_directive].append(_origin)  # type: ignore[index]
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR: str | None = None
MAX_UPLOAD_BYTES = int(env.text("MAX_UPLOAD_MB", "512")) * 1024 * 1024
MAX_VIDEO_BYTES = int(env.text("MAX_VIDEO_MB", "2048")) * 1024 * 1024
CLIP_LINK_SECONDS = 900

REDIS_URL = env.text("REDIS_URL") or (EMBEDDED.redis_url or "" if EMBEDDED else "")
# Celery writes unix sockets as redis+socket://, redis-py as unix://.
REDIS_CLIENT_URL = REDIS_URL.replace("redis+socket://", "unix://")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "lossprevention.cache.ForgivingRedisCache",
        "LOCATION": REDIS_CLIENT_URL,
    }

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "retry_on_timeout": True,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "quick"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "jobs.sweep", "schedule": 10.0}}
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
JOBS_PIPELINE = "lossprevention.pipeline.PIPELINE"
EXPORTS = {
    "alerts": "alerts.selectors.alert_export.alerts",
    "scores": "alerts.services.scores.exported",
}
"""What ``manage.py export`` knows of the apps above transactions: kind to function."""
# How long a silent worker keeps its job; a living one renews. Work resumes after at most this.
JOB_LEASE_SECONDS = int(env.text("JOB_LEASE_SECONDS", "15"))

EMAIL_URL = env.text("EMAIL_URL")
if EMAIL_URL:
    _mail = urlsplit(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "lossprevention@localhost")

# Text messages: docs/alerts.md. TWILIO_FROM is a number, or a messaging service (MG…).
TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID")
TWILIO_AUTH_TOKEN = env.text("TWILIO_AUTH_TOKEN")
TWILIO_FROM = env.text("TWILIO_FROM")
TWILIO_API_URL = env.text("TWILIO_API_URL", "https://api.twilio.com").rstrip("/")

# Recorder drivers by name. The pure package's own, and what this installation adds.
RECORDER_DRIVERS: dict[str, str] = {
    name: f"{driver.__module__}.{driver.__qualname__}" for name, driver in DRIVERS.items()
}
if env.flag("SIMULATED_RECORDERS"):
    RECORDER_DRIVERS["simulated"] = "lossprevention.demo.recorder.SimulatedRecorder"
FOOTAGE_ROOTS = [
    Path(root).resolve() for root in env.words("FOOTAGE_ROOTS", str(DATA_DIR / "footage"))
]
# On a store's own PC the recorder is on the same network: private addresses need no approved
# route while there is one chain. Elsewhere every route is approved by support (docs/vpn.md).
RECORDERS_ON_LAN = env.flag("RECORDERS_ON_LAN", default=not env.text("DATABASE_URL"))
# Never dialled, beside what this host is connected to: docs/vpn.md.
OWN_NETWORKS = env.words("OWN_NETWORKS")

# What sources may reach, "chain=value" for one chain; docs/sources.md. Without a chain's
# name a value holds only while there is one chain, or where it has {chain} in it.
SOURCE_ROOTS = env.words("SOURCE_ROOTS", str(DATA_DIR / "incoming" / "{chain}"))
ALLOWED_SOURCE_NETWORKS = env.words("ALLOWED_SOURCE_NETWORKS")
SOURCE_AUTHORITY_FILE = env.text("SOURCE_AUTHORITY_FILE")

LOG_JSON = env.flag("LOG_JSON")
LOGGING = logs.configuration(json=LOG_JSON, level=env.text("LOG_LEVEL", "INFO"))
structlog.configure(**logs.STRUCTLOG)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["transactions.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["transactions.api.authentication.IsCaller"],
    "DEFAULT_THROTTLE_CLASSES": ["transactions.api.throttling.TokenBucket"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "transactions.api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Loss prevention",
    "DESCRIPTION": "Send what registers and back offices write; read what was found in it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "transactions.api.schema.add_events",
    ],
}
# What one token may ask of the API, and how many threads of a web process the API may hold
# of its eight: the rest is for people.
API_REQUESTS_PER_SECOND = float(env.text("API_REQUESTS_PER_SECOND", "20"))
API_BURST = int(env.text("API_BURST", "120"))
API_REQUESTS_AT_ONCE = int(env.text("API_REQUESTS_AT_ONCE", "5"))
API_REQUESTS_AT_ONCE_PER_TOKEN = int(env.text("API_REQUESTS_AT_ONCE_PER_TOKEN", "2"))
SILENCED_SYSTEM_CHECKS = [
    "urls.W005",  # the two admin sites never answer on the same host
]
