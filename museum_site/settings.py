"""Settings of one museum, read top to bottom. Every variable is told in docs/settings.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from museum_site import env
from museum_site.backstage import UNFOLD as UNFOLD  # the look of the admin
from museum_site.weights import engines_of

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.directory("DATA_DIR", BASE_DIR / "var")
VERSION = re.findall(r"^## (\d+\.\d+\.\d+)", (BASE_DIR / "CHANGELOG.md").read_text(), re.M)[0]

# Who may speak to us
DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR / "secret_key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
HTTPS = env.flag("HTTPS", False)  # we stand behind a TLS proxy

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What the house is made of
INSTALLED_APPS = [
    "daphne",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "django_tasks",
    "django_tasks_db",
    "exhibits",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "exhibits.public.csp.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "exhibits.accounts.middleware.choose_your_password",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "museum_site.urls"
ASGI_APPLICATION = "museum_site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "exhibits.public.context.house",
            ]
        },
    }
]

# Where things are kept
DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "museum.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
CHANNEL_LAYERS: dict[str, Any] = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL]},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
MEDIA_ROOT = DATA_DIR / "pictures"  # private: only our views hand out derivatives
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "exhibits.public.storage.ModuleStaticFilesStorage"},
}
env.offer("MODELS_DIR", DATA_DIR / "models")  # engines look for their weights there
MODELS_DIR = Path(env.text("MODELS_DIR", str(DATA_DIR / "models")))
SCENES_DIR = DATA_DIR / "scenes"
ANSWERS_DIR = DATA_DIR / "answers"
HATCHES_DIR = DATA_DIR / "hatches"
KEYS_DIR = DATA_DIR / "keys"  # who signs for this museum
SIGNING_CHAIN = env.text("SIGNING_CHAIN")  # PEM; where empty, a chain of our own in KEYS_DIR
SIGNING_KEY = env.text("SIGNING_KEY")
SIGNING_DEVICE = env.text("SIGNING_DEVICE")  # a function that signs, in place of the key
JOBS_LEASE = env.number("JOBS_LEASE", 30, 2, 3600)  # s; a worker silent for longer is dead
JOBS_DIR = DATA_DIR / "jobs"  # unfinished files of long work
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # manage.py db_worker
env.offer("DATA_DIR", DATA_DIR)  # whose folder devices says which process owns which GPU
env.offer("NUMBA_CACHE_DIR", DATA_DIR / "numba")  # what make setup compiled

# What a stranger may send
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MB", 200, 1, 4096) * 2**20
UPLOAD_MAX_PIXELS = env.number("UPLOAD_MAX_MEGAPIXELS", 150, 1, 1000) * 10**6
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "exhibits.catalogue.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# People and words
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LANGUAGE_CODE = env.text("LANGUAGE", "ru")
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "exhibits" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Moscow")
USE_TZ = True
MUSEUM_NAME = {
    "ru": env.text("MUSEUM_NAME_RU", "Дом живых картин"),
    "en": env.text("MUSEUM_NAME_EN", "House of Living Pictures"),
}

PUBLIC_URL = env.text("PUBLIC_URL")  # what a visitor's phone can open

# How versions are judged and told
LABEL_STRENGTH = env.one_of("LABEL_STRENGTH", "always", "first", "repeated")
EXPERTS_NEEDED = env.number("EXPERTS_NEEDED", 2, 2, 9)  # where they disagree, one more

# How pictures move
GENERATION: dict[str, dict[str, Any]] = {
    **engines_of(MODELS_DIR),  # of registered weights, when the server starts: docs/engines.md
    "default": {"ENGINE": "rig", "OPTIONS": {}},
    "still": {"ENGINE": "still", "OPTIONS": {}},
    "film": {"ENGINE": "film", "OPTIONS": {}},
}
if env.text("BFL_API_KEY"):  # paid services: docs/services.md
    GENERATION["flux"] = {"ENGINE": "bfl", "OPTIONS": {}}
    GENERATION["flux-fill"] = {"ENGINE": "bfl", "OPTIONS": {"endpoint": "flux-pro-1.0-fill"}}
if env.text("KLING_SECRET_KEY"):
    GENERATION["kling"] = {"ENGINE": "kling", "OPTIONS": {}}
    GENERATION["kling-words"] = {"ENGINE": "kling", "OPTIONS": {"model": "kling-v2-5-turbo"}}
VOICES: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "espeak", "OPTIONS": {}},
    "man": {"ENGINE": "espeak", "OPTIONS": {"speaker": "man"}},
    "woman": {"ENGINE": "espeak", "OPTIONS": {"speaker": "woman"}},
}  # and whatever lies in MODELS_DIR/voices: docs/voices.md
SPENDING_CAP_USD = env.number("SPENDING_CAP_USD", 0, 0, 1_000_000)  # a month; 0: nothing paid
STREAM_SIZE = (
    env.number("STREAM_MAX_WIDTH", 1080, 320, 1920),
    env.number("STREAM_MAX_HEIGHT", 960, 480, 1440),
)
STREAM_FPS = env.number("STREAM_FPS", 30, 5, 60)
STREAM_CPU_SHARE = env.number("STREAM_CPU_PERCENT", 75, 10, 100) / 100
STREAM_GPU_SHARE = env.number("STREAM_GPU_PERCENT", 80, 10, 100) / 100
LIVE_DEVICE = env.text("LIVE_DEVICE", "auto")  # what draws stages: auto, cpu, cuda:0, …
JOBS_DEVICE = env.text("JOBS_DEVICE", "auto")  # and long work

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
