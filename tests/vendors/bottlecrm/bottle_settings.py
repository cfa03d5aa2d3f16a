"""BottleCRM on SQLite and without a broker, for tests on the loopback."""

import os

# Not a secret: its database is made up, and served to the loopback only.
os.environ.setdefault("SECRET_KEY", "bottlecrm-on-the-loopback-for-tests-only")

from crm.test_settings import *  # noqa: E402, F401, F403

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["BOTTLE_DATABASE"],
        # Posts that come at once wait for each other, instead of failing.
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }
}
CELERY_TASK_ALWAYS_EAGER = True
ALLOWED_HOSTS = ["127.0.0.1"]
DEBUG = False
