"""Run a command with a PostgreSQL cluster of its own, and take the cluster down afterwards.

    tools/with_postgres.py COMMAND [ARGUMENT ...]

The command finds two addresses in its environment: STAYLINE_TEST_POSTGRES_URL for the role
that owns the tables and may create databases, STAYLINE_TEST_POSTGRES_APP_URL for the role
the application runs as. The cluster listens on the loopback interface alone, on a free port,
with random passwords, in a fresh folder. PostgreSQL refuses to run as root, so root hands it
to the user `postgres`.

STAYLINE_TEST_POSTGRES_FSYNC=on makes it write through, for tests that crash the machine.
The exit code is the command's.
"""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PREFERRED = 15
"""The version the tests are written for; a later one serves as well."""

DATABASE = "stayline"
OWNER = "stayline_owner"
APPLICATION = "stayline_app"
STARTING = 60
"""Seconds the cluster may take to answer."""


def newest_programs() -> Path:
    """The folder of PostgreSQL's own programs, newest version first, 15 or later.

    Raises:
        SystemExit: PostgreSQL's server is not installed.
    """
    found = [
        (int(match.group(1)), folder)
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and (match := re.fullmatch(r"(\d+)", folder.parent.name))
    ]
    preferred = [folder for version, folder in found if version == PREFERRED]
    if preferred:
        return preferred[0]
    usable = sorted(pair for pair in found if pair[0] > PREFERRED)
    if usable:
        return usable[-1][1]
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise SystemExit("PostgreSQL's server is missing. On Debian: apt-get install postgresql-15")


def free_port() -> int:
    """A port on the loopback interface that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cluster:
    """One throw-away cluster in `folder`, owned by a user who is not root."""

    def __init__(self, folder: Path) -> None:
        self.programs = newest_programs()
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.passwords = {OWNER: secrets.token_hex(16), APPLICATION: secrets.token_hex(16)}
        self.superuser_password = secrets.token_hex(16)
        self.log = folder / "server.log"

    def start(self) -> None:
        """Lay out the cluster, start it, create the roles and the database."""
        folder_owner = pwd.getpwnam(self.user)
        secret = self.folder / "password"
        secret.write_text(self.superuser_password, encoding="ascii")
        if os.geteuid() == 0:
            for path in (self.folder, secret):
                os.chown(path, folder_owner.pw_uid, folder_owner.pw_gid)
        self._run(
            "initdb", "--pgdata", str(self.data), "--username", "superuser",
            "--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8",
            "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        fsync = os.environ.get("STAYLINE_TEST_POSTGRES_FSYNC", "off")
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            "fsync": fsync,
            "synchronous_commit": fsync,
            "full_page_writes": fsync,
            "max_connections": 200,
            "shared_buffers": "128MB",
            "log_min_messages": "warning",
        }
        settings = " ".join(f"-c {name}={value}" for name, value in options.items())
        self._run(
            "pg_ctl", "start", "--pgdata", str(self.data), "--log", str(self.log),
            "--timeout", str(STARTING), "--wait", "--options", settings,
        )  # fmt: skip
        self._sql(
            f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{self.passwords[OWNER]}'",
            f"CREATE ROLE {APPLICATION} LOGIN PASSWORD '{self.passwords[APPLICATION]}'",
            f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
        )

    def stop(self) -> None:
        """Stop the server; a cluster that never started is no fault here."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--pgdata", str(self.data), "--mode", "immediate")

    def url(self, role: str) -> str:
        """The address under which `role` reaches the database."""
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{DATABASE}"

    def _run(self, program: str, *arguments: str, **environment: str) -> None:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", self.user, "--", *command]
        # The server keeps what it inherits open: files, not pipes, or this call would never end.
        with (self.folder / "setup.log").open("ab") as log:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                cwd=self.folder,
                env={**os.environ, **environment, "LC_ALL": "C.UTF-8"},
            )
        if done.returncode != 0:
            for path in (self.folder / "setup.log", self.log):
                if path.exists():
                    sys.stderr.write(path.read_text(encoding="utf-8", errors="replace"))
            raise SystemExit(f"PostgreSQL: {program} failed with {done.returncode}")

    def _sql(self, *statements: str) -> None:
        for statement in statements:
            self._run(
                "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1",
                "--host", "127.0.0.1", "--port", str(self.port), "--username", "superuser",
                "--dbname", "postgres", "--command", statement,
                PGPASSWORD=self.superuser_password,
            )  # fmt: skip


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running cluster, gone at the end whatever happened."""
    with tempfile.TemporaryDirectory(prefix="stayline-postgres-") as folder:
        place = Path(folder)
        place.chmod(0o711)
        running = Cluster(place)
        try:
            running.start()
            yield running
        finally:
            running.stop()


def main(command: Sequence[str]) -> int:
    """Run `command` beside a cluster and return its exit code."""
    if not command:
        sys.stderr.write(__doc__ or "")
        return 2
    # A stop sent to us must still take the cluster down: turn it into an exception.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as running:
        environment = {
            **os.environ,
            "STAYLINE_TEST_POSTGRES_URL": running.url(OWNER),
            "STAYLINE_TEST_POSTGRES_APP_URL": running.url(APPLICATION),
        }
        return subprocess.run(list(command), check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
