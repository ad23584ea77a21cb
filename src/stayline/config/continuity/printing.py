"""Write a pack as one page for a printer, and as PDF where Pango is there."""

from __future__ import annotations

import os
from pathlib import Path

from django.template.loader import render_to_string

from stayline.config.continuity.pack import Pack
from stayline.config.errors import PackNotWritten
from stayline.platform import pdf


def write_page(pack: Pack, path: Path) -> str:
    """Write the pack as one HTML file (0600: it names people), and return its text.

    Raises:
        PackNotWritten: the place refuses.
    """
    page = render_to_string("config/continuity/pack.html", {"pack": pack})
    _write(path, page.encode())
    return page


def write_pdf(page: str, path: Path) -> bool:
    """Write the page as PDF when the libraries that draw text are installed; else False.

    Raises:
        PackNotWritten: the place refuses.
    """
    try:
        drawn = pdf.write_pdf(page)
    except pdf.PdfMissing:
        return False
    _write(path, drawn)
    return True


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.replace(path)
    except OSError as fault:
        raise PackNotWritten(f"{path} cannot be written: {fault.strerror}.") from fault
