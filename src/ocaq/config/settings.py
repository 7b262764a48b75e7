"""One settings file for every mode; what differs comes from `env.py`."""

import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from ocaq.config.env import environment
from ocaq.config.logs import configure_logs
from ocaq.kernel.catalogues import catalogues_in, compile_catalogues
from ocaq.kernel.sealing import key_from

ENV = environment()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = ENV.data.resolve()
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = ENV.secret
ALLOWED_HOSTS = [host for host in ENV.hosts.split(",") if host]
SITE_ADDRESS = ENV.address.rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
MODE = ENV.mode
DEMO = MODE == "demo"
INSTITUTION: dict[str, str] = json.loads(ENV.institution)
CONTACT = ENV.contact
CAPITAL_ZONE = ENV.capital_zone
REDIS = ENV.redis
MAIL_SERVER = ENV.smtp
MAIL_SENDER = ENV.mail_from
MAIL_BOUNCES = ENV.mail_bounces
LOG_KEY = ENV.log_key
# Whoever tries Ocaq out has none; `serve` refuses production without.
FIELD_KEYS = ENV.field_keys.split(",") if ENV.field_keys else [] if MODE == "production" else [key_from(ENV.secret)]
LOG_SIGNED_HERE = ENV.role in {"all", "worker"}
LOG_FOLDER = DATA / "log"
LOG_COPY = ENV.log_copy.resolve() if ENV.log_copy else DATA / "log-copy"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "ocaq.kernel",
    "ocaq.evidence",
    "ocaq.design",
    "ocaq.live",
    "ocaq.intake",
    "ocaq.mail",
    "ocaq.accounts",
    "ocaq.privacy",
    "ocaq.register",
    "ocaq.conference",
    "ocaq.report",
    "ocaq.home",
    "ocaq.wiring",
    "django.forms",
    *(["ocaq.demo"] if ENV.mode in {"demo", "test"} else []),
    # After our own rooms, whose templates go before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "ocaq.kernel.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A page of the hall is 45 kB bare and 15 kB packed: on a thin line two seconds. Random bytes hide secrets' lengths.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ocaq.kernel.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ocaq.accounts.middleware.Seen",
    "ocaq.accounts.middleware.Acting",
    "ocaq.kernel.middleware.Refusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "ocaq.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "ocaq.design.context.frame",
                "ocaq.accounts.context.acting",
            ],
            # Ours last: Django has a filter `language_name` too, which names languages in English.
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ocaq.design.templatetags.figures",
                "ocaq.design.templatetags.ocaq",
            ],
        },
    },
]


_POOL = {"min_size": 2, "max_size": ENV.web_threads + 8, "timeout": 30}


def _database() -> dict[str, object]:
    if not ENV.database:
        # Without IMMEDIATE two writers upgrade read locks at once and lose with "database is locked".
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "ocaq.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                # What was erased is overwritten, not only let go of.
                " PRAGMA secure_delete=ON;"
                " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
            },
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": DATA / "test.sqlite3"},
        }
    url = urlsplit(ENV.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        # Tests drive threads that end without a request's end, which alone gives a connection back to the pool.
        "OPTIONS": {} if ENV.mode == "test" else {"pool": _POOL},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Holds counts of attempts to sign in; processes that share the work must share the counts.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis}
    if ENV.redis
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_ENGINE = "ocaq.accounts.sessions"
SESSION_COOKIE_NAME = "ocaq_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_ADDRESS.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ocaq.design.errors.forged"
SECURE_HSTS_SECONDS = 31_536_000 if SITE_ADDRESS.startswith("https://") else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my/"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LOCALE_PATHS = [*([ENV.locale.resolve()] if ENV.locale else []), PACKAGE / "locale"]
# A language is a folder with a catalogue: adding one needs no change here. English is the source text.
LANGUAGES = [(code, code) for code in sorted({"en"}.union(*map(catalogues_in, LOCALE_PATHS)))]
if ENV.locale:
    compile_catalogues(ENV.locale)
LANGUAGE_COOKIE_NAME = "ocaq_language"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
# Names that carry a digest of what is in them never change: ours of twelve figures, esbuild's of eight.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.[a-z0-9]+$|/dist/part-[A-Z0-9]{8}\.js$"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENV.mode == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "https:"],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FORM_RENDERER = "ocaq.design.forms.Renderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING_CONFIG = None
configure_logs(ENV.log, is_real=ENV.mode == "production")

# Signing in: a code by mail or a passkey; there are no passwords.
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "ocaq.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "ocaq.accounts.forms.SignInForm",
    "signup": "ocaq.accounts.forms.SignUpForm",
    "confirm_login_code": "ocaq.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "ocaq.accounts.forms.AddressCodeForm",
    "change_email": "ocaq.accounts.forms.ChangeAddressForm",
    "add_email": "ocaq.accounts.forms.NewAddressForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
_SIX_DIGITS = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = _SIX_DIGITS
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
# A passkey stands in for the mailed code. It is no second lock, so that a lost telephone locks nobody out.
MFA_ADAPTER = "ocaq.accounts.adapters.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "ocaq.accounts.forms.NewPasskeyForm",
    "edit_webauthn": "ocaq.accounts.forms.PasskeyNameForm",
    "login_webauthn": "ocaq.accounts.forms.PasskeySignInForm",
}
# Passkeys change only soon after signing in; `accounts.views.passkeys` asks for that, since allauth cannot ask by code.
MFA_REAUTHENTICATION_REQUIRED = False
