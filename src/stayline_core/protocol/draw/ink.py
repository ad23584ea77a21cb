"""Shapes and text as SVG, every text escaped."""

from html import escape

from stayline_core.protocol.draw.card import Box


class Ink:
    """Writes shapes and text as SVG, every text escaped."""

    def __init__(self) -> None:
        """Begin with nothing written."""
        self.lines: list[str] = []

    def put(self, line: str) -> None:
        """Write a line as it is."""
        self.lines.append(line)

    def text(self, x: int, y: int, style: str, text: str) -> None:
        """Write one line of text; `style` holds names of styles without their prefix."""
        self.put(f'<text x="{x}" y="{y}" class="{styled(style)}">{clean(text)}</text>')

    def rect(self, box: Box, *, rx: int = 4) -> None:
        """Draw a rectangle with round corners."""
        self.put(
            f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" '
            f'rx="{rx}" class="{styled(box.style)}"/>'
        )


def styled(style: str) -> str:
    """Names of styles as classes of their own, so that a page around it keeps its own."""
    return " ".join(f"sd-{name}" for name in style.split())


def clean(text: str) -> str:
    """Text as XML holds it: escaped, and without the characters that XML has no place for."""
    kept = "".join(one if one.isprintable() or one == "\u00a0" else " " for one in text)
    return escape(kept, quote=True)
