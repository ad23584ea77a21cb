"""One spelling for one value."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.canonical import LARGEST_SAFE_INTEGER, NotCanonical, canonical, digest

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_SAFE_INTEGER, LARGEST_SAFE_INTEGER) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=25,
)


@given(VALUES)
def test_it_writes_what_the_standard_writes(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_it_reads_back_as_the_same_value(value: object) -> None:
    assert json.loads(canonical(value)) == value


def test_keys_are_sorted_as_utf_16_sorts_them() -> None:
    # U+FB33 is one unit, U+1F600 begins with the smaller unit D83D: by code point they swap.
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()
    assert canonical([{"\U0001f600": {"b": 1, "a": 2}}, ("x",)]) == (
        '[{"\U0001f600":{"a":2,"b":1}},["x"]]'.encode()
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.5, "float"),
        ({"a": [1, float("nan")]}, "float"),
        (LARGEST_SAFE_INTEGER + 1, "not exact"),
        (-LARGEST_SAFE_INTEGER - 1, "not exact"),
        ({1: "a"}, "key"),
        ({"a": b"raw"}, "bytes"),
        ("\ud800", "surrogate"),
    ],
)
def test_what_has_no_one_spelling_is_refused(value: object, said: str) -> None:
    with pytest.raises(NotCanonical, match=said):
        canonical(value)


def test_a_digest_is_that_of_the_bytes() -> None:
    assert digest({"b": [True, None], "a": "é"}) == (
        hashlib.sha256('{"a":"é","b":[true,null]}'.encode()).hexdigest()
    )
