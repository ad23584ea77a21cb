"""Canonical JSON: one spelling for one value (RFC 8785), so that a digest means something.

The subset that Stayline stores holds no floating-point number: JSON text of a float
differs between languages, and a record that must be verified elsewhere cannot rest on
it. With floats refused, and keys sorted as RFC 8785 sorts them, the C encoder of the
standard library writes exactly the bytes that the RFC asks for.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


LARGEST_SAFE_INTEGER: Final = 2**53 - 1
"""Integers beyond this are not exact in every JSON reader (RFC 8785, section 3.2.2.3)."""

_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
).encode


class NotCanonical(ValueError):
    """The value has no canonical form here: a float, a huge integer, a key that is no text."""


def canonical(value: object) -> bytes:
    """Return the canonical JSON of `value` in UTF-8 (RFC 8785 without floats).

    Raises:
        NotCanonical: `value` holds a float, an integer beyond 2^53 - 1, a lone surrogate,
            a key that is not a string, or something that is not JSON at all.
    """
    needs_sorting = _guard(value)
    if needs_sorting:
        value = _sorted(value)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    else:
        text = _encode(value)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as fault:
        message = "a lone surrogate cannot be written as UTF-8"
        raise NotCanonical(message) from fault


def digest(value: object) -> str:
    """Return the lower-case hexadecimal SHA-256 of the canonical JSON of `value`."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _guard(value: object) -> bool:
    """Refuse what has no canonical form; say whether any key lies outside the BMP.

    RFC 8785 sorts keys by UTF-16 code unit, Python by code point. The two differ only
    where a key holds a character beyond U+FFFF.
    """
    stack = [value]
    odd = False
    while stack:
        item = stack.pop()
        if item is None or isinstance(item, (str, bool)):
            continue
        if isinstance(item, int):
            if abs(item) > LARGEST_SAFE_INTEGER:
                message = f"the integer {item} is not exact in every JSON reader"
                raise NotCanonical(message)
        elif isinstance(item, dict):
            odd = _guard_keys(item) or odd
            stack.extend(item.values())
        elif isinstance(item, (list, tuple)):
            stack.extend(item)
        else:
            message = f"a {type(item).__name__} has no canonical JSON form"
            raise NotCanonical(message)
    return odd


def _guard_keys(item: Mapping[object, object]) -> bool:
    odd = False
    for key in item:
        if not isinstance(key, str):
            message = f"the key {key!r} is not a string"
            raise NotCanonical(message)
        odd = odd or (not key.isascii() and max(key) > "\uffff")
    return odd


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _sorted(value[key]) for key in keys}
    if isinstance(value, (list, tuple)):
        return [_sorted(item) for item in value]
    return value
