"""What several commands need: a loaded centre, its folder and keys, an exit with a mend."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click

from stayline.config.loading import KEY_FILES, SETTINGS_FILE, load
from stayline.config.options import Settings, setting_name

SETTINGS_MODULE = "stayline.config.settings"


def stop(sentence: str, *, code: int = 1) -> NoReturn:
    """Say what is wrong and how to mend it, and exit."""
    click.echo(sentence, err=True)
    sys.exit(code)


def load_centre() -> Settings:
    """Load Django with the settings of this installation, and return those settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    os.umask(0o077)  # whatever this process makes is for its own user alone
    import django
    from django.conf import settings

    from stayline.config.logs import start_logging

    start_logging(settings.LOGGING)
    django.setup()
    options: Settings = settings.STAYLINE
    return options


def require_ready(options: Settings) -> None:
    """Refuse to serve without keys, with pending migrations, or in another mode than before."""
    from stayline.platform.http.health import pending_migrations
    from stayline.platform.models import Installation

    if not (options.secret_key and options.master_key):
        stop(f"There are no keys in {options.data_dir}. Run `stayline init` first.")
    pending = pending_migrations()
    if pending:
        stop(f"The database needs {len(pending)} migration(s). Run `stayline migrate`.")
    row = Installation.objects.first()
    if row is None or row.mode != options.mode:
        was = row.mode if row else "nothing"
        stop(
            f"STAYLINE_MODE is {options.mode}, but this database was made for {was}, and a mode "
            "is never changed. Use another data folder or database."
        )


def make_folder_and_keys(environ: dict[str, str], answers: dict[str, str]) -> Path:
    """Make the data folder (0700) with keys (0600) and the given answers; keep what is there.

    Runs before the settings are loaded, because production does not load without keys.
    """
    folder = Path(environ.get("STAYLINE_DATA_DIR") or ".stayline")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for part in ("incoming", "wake"):
        (folder / part).mkdir(mode=0o700, exist_ok=True)
    for field, file in KEY_FILES.items():
        name = setting_name(field)
        if not environ.get(name) and not environ.get(f"{name}_FILE"):
            _write_once(folder / file, _new_key(field))
    lines = "".join(f"{setting_name(field)}={value}\n" for field, value in answers.items())
    _write_once(folder / SETTINGS_FILE, f"# Written by stayline init.\n{lines}")
    return folder


def _new_key(field: str) -> str:
    if field == "master_key":
        return base64.b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(64)


def _write_once(path: Path, text: str) -> None:
    """Write a new file with mode 0600 from its first byte; leave an old one alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def stayline_process(*arguments: str) -> list[str]:
    """Return the command line that runs another `stayline` with this Python."""
    return [sys.executable, "-m", "stayline.config.cli", *arguments]


def run_stayline(*arguments: str) -> None:
    """Run another `stayline` to its end, so that this process stays small; stop when it fails."""
    done = subprocess.run(stayline_process(*arguments), check=False)  # noqa: S603 - our own command
    if done.returncode:
        sys.exit(done.returncode)


def settings_only() -> Settings:
    """Return the checked settings without loading Django."""
    return load()
