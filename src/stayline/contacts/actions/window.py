"""The window where the lines of a contact wait that has no incident."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count

from stayline.contacts.models import WindowEpoch, WindowKey, WindowLine
from stayline.contacts.queries import (
    LINES_LIVE,
    WINDOW_LINES,
    Line,
    line_context,
    window_alias,
)
from stayline.platform.crypto import Sealer, keys, new_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

KEYS_SEAL: Final = timedelta(minutes=45)
KEYS_LIVE: Final = timedelta(hours=1)
BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


def keep_in_window(contact_id: UUID, lines: Sequence[Line], *, at: datetime) -> None:
    """Keep lines of a contact that has no incident, sealed, each once."""
    keep_all_in_window({contact_id: lines}, at=at)


def keep_all_in_window(said: Mapping[UUID, Sequence[Line]], *, at: datetime) -> None:
    """Keep lines of contacts that have no incident, sealed, each once, and all or none.

    Writers of one process queue up and the first writes for all that wait, so a busy
    second costs few transactions (batches of at most 50 ms, `design.md` 3.8).
    """
    sealer, key_id = _window_key(at)
    _writer.write(
        [
            WindowLine(
                contact_id=contact_id,
                line_id=line.line_id,
                who=line.who,
                at=line.at,
                received_at=at,
                key_id=key_id,
                sealed=sealer.seal(line.text.encode(), line_context(contact_id, line.line_id)),
            )
            for contact_id, lines in said.items()
            for line in lines
        ]
    )


def drop_from_window(contact_id: UUID, line_ids: Sequence[str]) -> None:
    """Forget window lines that the ledger holds now."""
    WindowLine.objects.filter(contact_id=contact_id, line_id__in=list(line_ids)).delete()


def window_since(*, at: datetime) -> datetime:
    """Return since when the window has kept every line; it restarts after a machine crash."""
    boot = _boot()
    row, _ = WindowEpoch.objects.get_or_create(id=1, defaults={"boot": boot, "since": at})
    if row.boot != boot:
        WindowEpoch.objects.filter(id=1).update(boot=boot, since=at)
        return at
    return row.since


def purge_window(*, at: datetime) -> int:
    """Forget lines past 15 minutes or 200 a contact, and keys past an hour; count the lines."""
    gone, _ = WindowLine.objects.filter(received_at__lt=at - LINES_LIVE).delete()
    WindowKey.objects.filter(dies_at__lte=at).delete()
    long = (
        WindowLine.objects.values("contact_id").annotate(n=Count("id")).filter(n__gt=WINDOW_LINES)
    )
    for row in long:
        rows = WindowLine.objects.filter(contact_id=row["contact_id"]).order_by("-at", "-id")
        keep = list(rows.values_list("id", flat=True)[:WINDOW_LINES])
        more, _ = rows.exclude(id__in=keep).delete()
        gone += more
    return gone


class _WindowWriter:
    """Lets one thread write for all that wait (group commit)."""

    def __init__(self) -> None:
        self._waiting: list[tuple[list[WindowLine], threading.Event, list[BaseException]]] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    def write(self, rows: list[WindowLine]) -> None:
        done, faults = threading.Event(), []  # type: tuple[threading.Event, list[BaseException]]
        with self._guard:
            self._waiting.append((rows, done, faults))
        with self._turn:
            if not done.is_set():
                self._write_all()
        if faults:
            raise faults[0]

    def _write_all(self) -> None:
        with self._guard:
            batch, self._waiting = self._waiting, []
        try:
            with transaction.atomic(using=window_alias()):
                WindowLine.objects.bulk_create(
                    [row for rows, _, _ in batch for row in rows], ignore_conflicts=True
                )
        except BaseException as fault:
            for _, _, faults in batch:
                faults.append(fault)
            raise
        finally:
            for _, done, _ in batch:
                done.set()


_writer = _WindowWriter()
_key_in_use: dict[str, tuple[datetime, UUID, Sealer]] = {}


def _window_key(at: datetime) -> tuple[Sealer, UUID]:
    cached = _key_in_use.get("now")
    if cached and at < cached[0] and WindowKey.objects.filter(id=cached[1]).exists():
        return cached[2], cached[1]
    row = (
        WindowKey.objects.filter(made_at__gt=at - KEYS_SEAL, made_at__lte=at)
        .order_by("-made_at")
        .first()
    )
    if row is None:
        window_since(at=at)
        key_id, plain = uuid4(), new_key()
        row = WindowKey.objects.create(
            id=key_id,
            wrapped=keys().wrap(plain, str(key_id).encode()),
            made_at=at,
            dies_at=at + KEYS_LIVE,
        )
    sealer = Sealer(keys().unwrap(bytes(row.wrapped), str(row.id).encode()))
    _key_in_use["now"] = (row.made_at + KEYS_SEAL, row.id, sealer)
    return sealer, row.id


def _boot(file: Path = BOOT_ID) -> str:
    """Return which start of the machine this is; empty where the system does not say."""
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:
        return ""
