"""Turn the declared settings into Django's. Nothing here reaches the network or looks up a host."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from lianxin.config.declared import values

GIVEN = values()
ROOT = Path(__file__).resolve().parents[3]
HOME = Path(GIVEN["LIANXIN_HOME"] or ROOT / "var").resolve()
HOME.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """The given key, or one made once and kept in the home with narrow rights."""
    if GIVEN["LIANXIN_SECRET"]:
        return str(GIVEN["LIANXIN_SECRET"])
    kept = HOME / "secret.key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), "utf-8")
    return kept.read_text("utf-8").strip()


SECRET_KEY = _secret()
DEBUG = GIVEN["LIANXIN_DEBUG"]
ALLOWED_HOSTS = [host.strip() for host in GIVEN["LIANXIN_HOSTS"].split(",") if host.strip()]
PORT, WORKERS = GIVEN["PORT"], GIVEN["WORKERS"]

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = GIVEN["LIANXIN_LANGUAGE"]
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "lianxin.config.urls"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "lianxin.kernel",
    "lianxin.base.ui",
    "lianxin.base.records",
    "lianxin.base.facts",
    "lianxin.base.jobs",
    "lianxin.base.accounts",
    "lianxin.base.notices",
    "lianxin.base.files",
    "lianxin.institution.congress",
    "lianxin.institution.stations",
    "lianxin.work.voices",
    "lianxin.work.suggestions",
    "lianxin.reckoning.dossiers",
    "lianxin.reckoning.insight",
    "lianxin.portal",
    "lianxin.demo",
    "lianxin.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "lianxin.config.middleware.SizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "lianxin.config.middleware.PlainTextMiddleware",
    "lianxin.config.middleware.SeatMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "lianxin.base.ui.folding.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lianxin.config.shell.shell",
            ],
        },
    }
]

# Databases: one writer at a time on SQLite, so that re-reading inside a transaction is safe

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HOME / "lianxin.sqlite3",
    "CONN_MAX_AGE": None,
    "TEST": {"NAME": HOME / "test.sqlite3"},  # a file: WAL and locks as in real life
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
            "PRAGMA cache_size=-16000; PRAGMA journal_size_limit=67108864;"
        ),
    },
}
POSTGRES = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": GIVEN["PGDATABASE"],
    "USER": GIVEN["PGUSER"],
    "PASSWORD": GIVEN["PGPASSWORD"],
    "HOST": GIVEN["PGHOST"],
    "PORT": GIVEN["PGPORT"],
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"options": "-c idle_in_transaction_session_timeout=60000"},
}
DATABASES = {"default": POSTGRES if GIVEN["DB"] == "pg" else SQLITE}

# Files

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = HOME / "files"
LARGEST_UPLOAD = GIVEN["LIANXIN_UPLOAD_MB"] * 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # of the fields, files apart
DATA_UPLOAD_MAX_NUMBER_FILES = 20
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

CACHES = {  # shared by all processes, so that limits hold whichever of them answers
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},  # beyond it entries are dropped at random
    }
}

# What one network address may do on the public pages: (times, seconds)

SENDS = (GIVEN["LIANXIN_SENDS"], GIVEN["LIANXIN_SENDS_MINUTES"] * 60)
WRONG_CODES = (GIVEN["LIANXIN_WRONG_CODES"], GIVEN["LIANXIN_WRONG_CODES_MINUTES"] * 60)

# Closed by default

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = GIVEN["LIANXIN_TLS"]
SECURE_HSTS_SECONDS = 31_536_000 if GIVEN["LIANXIN_TLS"] else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = GIVEN["LIANXIN_TLS"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GIVEN["LIANXIN_TLS"] else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lianxin.config.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
