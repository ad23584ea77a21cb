"""Django's settings, built from the checked `STAYLINE_*` settings.

Rooms read their own settings as `django.conf.settings.STAYLINE`, which is an
`options.Settings`. Nothing here reads the environment besides `loading.load`.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from stayline.config.databases import databases
from stayline.config.loading import load
from stayline.config.logs import logging_config

STAYLINE = load()

# Without keys (before `stayline init`) commands that need none still work; whatever is signed
# then is worthless the moment the process ends, and serving is refused (commands/_centre.py).
SECRET_KEY = STAYLINE.secret_key or secrets.token_urlsafe(50)
STAYLINE_MASTER_KEY = base64.b64decode(STAYLINE.master_key) if STAYLINE.master_key else None

PACKAGE = Path(__file__).resolve().parent.parent
AS_OWNER = os.environ.get("STAYLINE_TEST_AS_OWNER") == "on"

DEBUG = False
DATABASES: dict[str, dict[str, Any]] = databases(STAYLINE)
DATABASE_ROUTERS = ["stayline.config.router.WindowRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

ROOMS = (
    "desk",
    "floor",
    "studio",
    "admin",
    "connectors",
    "learning",
    "quality",
    "care",
    "command",
    "reports",
    "escalation",
    "incidents",
    "listening",
    "contacts",
    "library",
    "privacy",
    "people",
    "outbox",
    "deadlines",
    "ledger",
    "platform",
)
"""The rooms of `design.md` section 2, upper first. Those that are built have an `apps.py`."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    *(f"stayline.{room}" for room in reversed(ROOMS) if (PACKAGE / room / "apps.py").is_file()),
    "stayline.config",
]

UNWATCHED = frozenset({"/care/library/"})
"""Pages of which nobody may learn who read them (S4-45); see `platform.middleware.unwatched`."""

MIDDLEWARE = [
    "stayline.platform.middleware.unwatched.UnwatchedMiddleware",
    "stayline.platform.middleware.request_id.RequestIdMiddleware",
    "stayline.platform.middleware.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stayline.platform.middleware.problems.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "stayline.platform.middleware.throttle.SignInThrottleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "stayline.config.urls"
WSGI_APPLICATION = "stayline.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stayline.platform.context.installation",
            ],
        },
    }
]

ALLOWED_HOSTS = list(STAYLINE.hosts)
CSRF_TRUSTED_ORIGINS = [STAYLINE.public_url] if STAYLINE.public_url else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if STAYLINE.trusted_proxy else None
HTTPS = STAYLINE.public_url.startswith("https://")

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-stayline" if HTTPS else "stayline"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-stayline-csrf" if HTTPS else "stayline-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "stayline.platform.errorpages.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if STAYLINE.mode == "production" else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = STAYLINE.mode == "production"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
PASSWORD_HASHERS = [
    *(["stayline.config.hashers.DemoPasswordHasher"] if STAYLINE.mode == "demo" else []),
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# The bridge has refused larger requests already; Django's own limit is for forms without files.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
INCOMING = STAYLINE.data_dir / "incoming"
FILE_UPLOAD_TEMP_DIR = str(INCOMING) if INCOMING.is_dir() else None
FILE_UPLOAD_PERMISSIONS = 0o600

STATIC_URL = "/static/"
# Collected by `stayline init`, `migrate`, `up` and `demo`; before that, served as they are.
COLLECTED = STAYLINE.data_dir / "static"
IS_COLLECTED = (COLLECTED / "staticfiles.json").is_file()
STATIC_ROOT = str(COLLECTED) if IS_COLLECTED else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_COLLECTED
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LANGUAGE_CODE = "en-gb"
USE_I18N = True
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING_CONFIG = None
LOGGING = logging_config(STAYLINE.log_level)

SILENCED_SYSTEM_CHECKS: list[str] = []
