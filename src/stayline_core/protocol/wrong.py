"""What was found where something else was wanted, and how to mend it, in plain sentences."""

import re
from typing import Final

from stayline_core.protocol.hints import shown
from stayline_core.protocol.tree import Listing, Node, Scalar, Table

YAML_WORDS: Final = frozenset({"", "~", "null", "Null", "NULL"})

_ITEMS: Final = {"obligations": "obligation", "rules": "rule", "rungs": "rung"}
_SMART: Final = re.compile("[\u2018-\u201f\xab\xbb]")
_UNITS: Final = {
    "s": ("s", "sec", "secs", "second", "seconds"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
}
_UNIT: Final = {word: unit for unit, words in _UNITS.items() for word in words}
_SIZE: Final = {"s": 1, "m": 60, "h": 3600}
_PART: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) *([A-Za-z]+)")
_CLOCK: Final = re.compile(r"([0-9]{1,3}):([0-9]{2})")
_LONGEST: Final = 30


def field_of(path: tuple[str, ...]) -> str:
    """A part of a document as a sentence names it: “otherwise.offer” of the step calm."""
    owner, rest = "", path
    if "steps" in path:
        at = len(path) - 1 - path[::-1].index("steps")
        if len(path) > at + 1:
            owner, rest = f"the step {shown(path[at + 1])}", path[at + 2 :]
    elif len(path) > 1 and path[0] in _ITEMS and path[1].isdigit():
        owner, rest = f"{_ITEMS[path[0]]} {int(path[1]) + 1}", path[2:]
    if not rest:
        return owner or "This"
    words = "".join(f"[{int(word) + 1}]" if word.isdigit() else f".{shown(word)}" for word in rest)
    name = f"“{words.lstrip('.')}”"
    return f"{name} of {owner}" if owner else name


def found(node: Node) -> str:
    """A value as a sentence names what stands there."""
    if isinstance(node, Scalar):
        if node.plain and node.value in YAML_WORDS:
            return "empty"
        return f"the text “{shown(node.value)}”"
    if isinstance(node, Listing):
        return f"a list of {len(node.items)}" if node.items else "an empty list"
    return "a table" + (f" (key “{shown(next(iter(node.pairs)))}”)" if node.pairs else "")


def no_text(field: str, node: Listing | Table) -> str:
    """A list or a table stands where a text is wanted."""
    message = f"{field} must be a text; this is {found(node)}."
    if isinstance(node, Listing):
        if node.flow:
            return f"{message} Take the brackets away, or put the text in quotes."
        return f"{message} Take one dash away: a list in a list is read nowhere."
    values = [value for _, value in node.pairs.values()]
    if len(values) == 1 and isinstance(values[0], Scalar) and values[0].value:
        return f"{message} “: ” makes a table of it: put the whole text in quotes."
    return f"{message} A text that begins with {{ or holds “: ” belongs in quotes."


def no_list(field: str, node: Scalar | Table, *, of_tables: bool = False) -> str:
    """A text or a table stands where a list is wanted."""
    message = f"{field} must be a list; this is {found(node)}."
    if of_tables and isinstance(node, Scalar):
        return f"{message} Write [{{key: value}}], or each item on its own line after “- ”."
    if isinstance(node, Scalar):
        inner = "" if node.plain and node.value in YAML_WORDS else shown(node.value)
        return f"{message} Write [{inner}], or each item on its own line after “- ”."
    return f"{message} Begin each item with “- ”."


def no_table(field: str, node: Scalar | Listing) -> str:
    """A text or a list stands where a table is wanted."""
    message = f"{field} must be a table of keys and values; this is {found(node)}."
    if isinstance(node, Listing):
        if node.flow:
            return f"{message} Write {{key: value}}."
        return f"{message} Take the dashes away: each key on its own line."
    if re.match(r"[\w./-]+:\S", node.value):
        return f"{message} A space is missing after the colon."
    return f"{message} Write each “key: value” on its own line below, indented."


def no_word(word: str) -> str:
    """Quotes of a text processor, letters that only look Latin: what a word cannot hold."""
    if ", " in word:
        return f" Several stand in brackets: [{shown(word)}]."
    if _SMART.search(word):
        return " Curved quotes are letters to YAML: use straight ones, or none."
    odd = next((letter for letter in word if letter.isalpha() and not letter.isascii()), None)
    if odd is not None:
        return f" The letter “{odd}” (U+{ord(odd):04X}) is no plain Latin one."
    return ""


def no_number(word: str) -> str:
    """A number in a way of writing that YAML has and the language has not."""
    plain = word.replace("_", "")
    if plain != word and plain.isascii() and plain.isdigit():
        return f" Write {shown(plain)}, without the underscore."
    if re.fullmatch(r"0(?:x[0-9A-Fa-f]{1,8}|o[0-7]{1,8}|b[01]{1,8})", word):
        return f" Write {int(word, 0)}: numbers are written in tens here."
    if _CLOCK.fullmatch(word):
        return " A colon makes no number here."
    return ""


def no_duration(word: str) -> str:
    """How a duration is written, with this very one where it can be guessed."""
    seconds = _guessed(word) if len(word) <= _LONGEST else None
    if seconds is None:
        return "write 30s, 2m or 1h."
    if isinstance(seconds, str):
        return seconds
    unit = next(unit for unit in ("h", "m", "s") if seconds % _SIZE[unit] == 0)
    count = seconds // _SIZE[unit]
    return f"write {count}{unit}." if count <= 999_999 else "write 30s, 2m or 1h."  # noqa: PLR2004 - six digits


def _guessed(word: str) -> int | str | None:
    """The seconds that were probably meant, or a sentence where that is not known."""
    plain = word.replace("_", "").strip()
    if plain.isascii() and plain.isdigit():
        number = plain.lstrip("0") or "0"
        return f"say the unit, {number}s, {number}m or {number}h." if len(number) <= 6 else None  # noqa: PLR2004 - six digits
    if clock := _CLOCK.fullmatch(plain):
        both = int(clock[1]) * 60 + int(clock[2])
        return f"a colon does not say what it counts: write {both}s or {both}m."
    parts = [(float(count), unit.lower()) for count, unit in _PART.findall(plain)]
    if not parts or _PART.sub("", plain).strip(" ,") or any(u not in _UNIT for _, u in parts):
        return None
    total = sum(count * _SIZE[_UNIT[unit]] for count, unit in parts)
    return int(total) if total == int(total) else None
