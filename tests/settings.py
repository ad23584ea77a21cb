"""Settings of a test run: the product's own, on a data folder and a database of its own.

STAYLINE_TEST_ENGINE chooses the engine: `sqlite` (the default) or `postgres`, which needs
the two addresses that `tools/with_postgres.py` gives.
"""

from __future__ import annotations

import atexit
import base64
import os
import shutil
import tempfile
from pathlib import Path

ENGINE = os.environ.get("STAYLINE_TEST_ENGINE", "sqlite")
FOLDER = Path(tempfile.mkdtemp(prefix="stayline-tests-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

# What a developer has set for a centre of their own must not reach the tests.
for name in [name for name in os.environ if name.startswith("STAYLINE_")]:
    if not name.startswith("STAYLINE_TEST_"):
        del os.environ[name]

if ENGINE == "postgres":
    database_url = os.environ.get("STAYLINE_TEST_POSTGRES_URL", "")
    if not database_url:
        raise SystemExit("The tests on PostgreSQL run inside tools/with_postgres.py; see Makefile.")
elif ENGINE == "sqlite":
    database_url = f"sqlite:///{FOLDER / 'stayline.sqlite3'}"
else:
    raise SystemExit(f"STAYLINE_TEST_ENGINE is 'sqlite' or 'postgres', not '{ENGINE}'.")

os.environ |= {
    "STAYLINE_MODE": "demo",
    "STAYLINE_DATA_DIR": str(FOLDER),
    "STAYLINE_DATABASE_URL": database_url,
    "STAYLINE_SECRET_KEY": "tests only " * 6,
    "STAYLINE_MASTER_KEY": base64.b64encode(b"tests only, thirty-two bytes....").decode(),
}

from stayline.config.settings import *  # noqa: E402, F403 - the environment comes first

# One quick hash: the tests sign many people in, and none of them is real.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A client of the tests need not list every static file before its first page.
WHITENOISE_AUTOREFRESH = True
