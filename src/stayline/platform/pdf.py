"""Pages as PDF, drawn by WeasyPrint, which is loaded only when one is wanted.

WeasyPrint draws text by Pango, a library of the system and not of Python. Where it is missing
everything else works; the page that offers the PDF says which package brings it.
"""

from __future__ import annotations

from typing import Final

from stayline.platform.errors import StaylineError

PACKAGES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What Debian and Ubuntu call the libraries that draw the text."""


class PdfMissing(StaylineError):
    """This machine cannot draw a PDF: a library that draws text is not installed."""

    code = "platform.pdf.missing"
    status = 503
    mend = f"Install the Debian packages {PACKAGES}; nothing else needs them."


def pdf_missing() -> str:
    """Return why no PDF can be drawn here, in the words of the loader; empty: one can."""
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; wants Pango
    except (ImportError, OSError) as fault:
        return str(fault).splitlines()[0]
    return "" if weasyprint.VERSION else "it does not say its version"


def write_pdf(html: str) -> bytes:
    """Return a page as PDF. Nothing is fetched: what the page does not hold itself is left out.

    Raises:
        PdfMissing: Pango is not installed.
    """
    if pdf_missing():
        raise PdfMissing
    from weasyprint import HTML  # noqa: PLC0415  # as above
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # noqa: PLC0415  # as above

    nothing = URLFetcher(allowed_protocols=())
    drawn: bytes = HTML(string=html, url_fetcher=nothing).write_pdf()
    return drawn
