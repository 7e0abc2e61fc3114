"""Turn the declared settings into Django's. Nothing here reaches the network or looks up a host."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from lianxin.config.declared import values

GIVEN = values()
ROOT = Path(__file__).resolve().parents[3]
HOME = Path(GIVEN["LIANXIN_HOME"] or ROOT / "var").resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)


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
KEYS_FILE = Path(GIVEN["LIANXIN_KEYS"] or HOME / "keys.txt")
KEYS_GIVEN = GIVEN["LIANXIN_KEY_RING"]
CIPHER = "aes" if GIVEN["LIANXIN_CIPHER"].strip().lower() == "aes" else "sm4"
DEBUG = GIVEN["LIANXIN_DEBUG"]
ALLOWED_HOSTS = [host.strip() for host in GIVEN["LIANXIN_HOSTS"].split(",") if host.strip()]
PORT, WORKERS = GIVEN["PORT"], GIVEN["WORKERS"]
BEHIND_PROXY = GIVEN["LIANXIN_TLS"].strip().lower() in ("1", "true", "yes", "on", "proxy")
OWN_TLS = GIVEN["LIANXIN_TLS"].strip().lower() == "own"
OWN_AUTHORITY = OWN_TLS and not GIVEN["LIANXIN_CERTIFICATE"]
TLS = BEHIND_PROXY or OWN_TLS
BIND = GIVEN["LIANXIN_BIND"] or ("0.0.0.0" if OWN_TLS else "127.0.0.1")
PLAIN_PORT = GIVEN["LIANXIN_PLAIN_PORT"]
CERTIFICATE = GIVEN["LIANXIN_CERTIFICATE"], GIVEN["LIANXIN_CERTIFICATE_KEY"]

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "lianxin.kernel",
    "lianxin.base.ui",
    "lianxin.base.records",
    "lianxin.base.facts",
    "lianxin.base.jobs",
    "lianxin.base.accounts",
    "lianxin.base.drafts",
    "lianxin.base.notices",
    "lianxin.base.files",
    "lianxin.base.prints",
    "lianxin.base.search",
    "lianxin.institution.congress",
    "lianxin.institution.stations",
    "lianxin.work.voices",
    "lianxin.work.suggestions",
    "lianxin.reckoning.dossiers",
    "lianxin.reckoning.privacy",
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
    "allauth.account.middleware.AccountMiddleware",
    "lianxin.config.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "lianxin.config.middleware.PlainTextMiddleware",
    "lianxin.config.locked.LockedMiddleware",
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
            "PRAGMA secure_delete=ON;"  # what is erased is overwritten in the file, too
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
RECORDING_MINUTES = GIVEN["LIANXIN_RECORDING_MINUTES"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # of the fields, files apart
DATA_UPLOAD_MAX_NUMBER_FILES = 20
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

FONT_FOLDERS = (HOME / "fonts", *filter(None, GIVEN["LIANXIN_FONTS"].split(":")))
SITE_ADDRESS = GIVEN["LIANXIN_ADDRESS"].rstrip("/")
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Backups, and the mail that takes the day's mark of the book out of the house

BACKUPS = Path(GIVEN["LIANXIN_BACKUPS"] or HOME / "backups")
BACKUP_KEEP, BACKUP_KEY = GIVEN["LIANXIN_BACKUP_KEEP"], GIVEN["LIANXIN_BACKUP_KEY"]
HEADS_TO = [each.strip() for each in GIVEN["LIANXIN_HEADS_TO"].split(",") if each.strip()]
MAIL_HOST, _colon, MAIL_PORT = GIVEN["LIANXIN_MAIL_SERVER"].partition(":")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL_HOST or "localhost", int(MAIL_PORT or 587)
EMAIL_HOST_USER = GIVEN["LIANXIN_MAIL_USER"]
EMAIL_HOST_PASSWORD = GIVEN["LIANXIN_MAIL_PASSWORD"]
EMAIL_USE_TLS = GIVEN["LIANXIN_MAIL_SECURITY"] == "starttls"
EMAIL_USE_SSL = GIVEN["LIANXIN_MAIL_SECURITY"] == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = GIVEN["LIANXIN_MAIL_FROM"] or EMAIL_HOST_USER or "lianxin@localhost"

# What leaves the house by itself: off unless it is set up

MAIL_NOTICES = GIVEN["LIANXIN_MAIL_NOTICES"] and bool(MAIL_HOST)
SMS = GIVEN["LIANXIN_SMS"].strip().lower()
SMS_URL, SMS_KEY = GIVEN["LIANXIN_SMS_URL"], GIVEN["LIANXIN_SMS_KEY"]
SMS_SIGN = GIVEN["LIANXIN_SMS_SIGN"].strip(" 【】")
SMS_TEMPLATES = {
    name.strip(): number.strip()
    for name, found, number in (
        each.partition("=") for each in GIVEN["LIANXIN_SMS_TEMPLATES"].split(",")
    )
    if found and number.strip()
}
SMS_PRICE, SMS_MONTH = GIVEN["LIANXIN_SMS_PRICE"], GIVEN["LIANXIN_SMS_MONTH"]

CACHES = {  # shared by all processes, so that limits hold whichever of them answers
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},  # beyond it entries are dropped at random
    }
}

DRAFT_DAYS = GIVEN["LIANXIN_DRAFT_DAYS"]

# What one network address may do on the public pages: (times, seconds)

SENDS = (GIVEN["LIANXIN_SENDS"], GIVEN["LIANXIN_SENDS_MINUTES"] * 60)
WRONG_CODES = (GIVEN["LIANXIN_WRONG_CODES"], GIVEN["LIANXIN_WRONG_CODES_MINUTES"] * 60)

API_CALLS = (GIVEN["LIANXIN_API_CALLS"], 60)
TOKEN_DAYS = min(max(1, GIVEN["LIANXIN_TOKEN_DAYS"]), 366)

# Signing in

AUTHENTICATION_BACKENDS = ["lianxin.config.signing.backend.AnyName"]
WRONG_PASSWORDS = (GIVEN["LIANXIN_WRONG_PASSWORDS"], GIVEN["LIANXIN_LOCKED_MINUTES"] * 60)
WRONG_FROM_ADDRESS = (GIVEN["LIANXIN_WRONG_FROM_ADDRESS"], GIVEN["LIANXIN_LOCKED_MINUTES"] * 60)
SECOND_FACTOR_ROLES = frozenset(GIVEN["LIANXIN_SECOND_FACTOR"].replace(" ", "").split(","))
SIGN_IN_LOG_DAYS = max(184, GIVEN["LIANXIN_SIGN_IN_LOG_DAYS"])  # 网络安全法 art. 23: six months
ACCOUNT_ADAPTER = "lianxin.config.signing.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = str
ACCOUNT_RATE_LIMITS = False  # the sign-in log counts, in the database: see base/accounts
MFA_ADAPTER = "lianxin.config.signing.adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # telephones go half a minute wrong
MFA_TOTP_ISSUER = "Lianxin"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS  # for trials on this machine

# Closed by default

SESSION_ENGINE = "lianxin.config.signing.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = TLS
# Where phones must first be told of our own authority, a short memory lets a mistake be mended
SECURE_HSTS_SECONDS = 86_400 if OWN_AUTHORITY else 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
# Only a proxy may say that TLS was spoken; without one, whoever asks could
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
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
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lianxin.config.setup.guard.NotTheDemonstrations"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
