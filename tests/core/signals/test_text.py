"""Plain text and the way back to the words as given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stayline_core.signals.text import plain


@given(st.text(), st.data())
def test_every_span_leads_back_to_the_same_letters(text: str, data: st.DataObject) -> None:
    read = plain(text)
    if not read.text:
        return
    start = data.draw(st.integers(0, len(read.text) - 1))
    end = data.draw(st.integers(start + 1, len(read.text)))
    first, last = read.original(start, end)
    assert 0 <= first < last <= len(text)
    assert plain(text[first:last]).text == read.text[start:end] or "." in text


def test_a_letter_that_grows_when_lowered_moves_nothing() -> None:
    read = plain("İ can't GO on")
    assert read.text == "İ cant go on"
    assert "İ can't GO on"[slice(*read.original(2, 6))] == "can't"


def test_a_sentence_ends_at_its_stops() -> None:
    read = plain("One. Two three! Four")
    place = read.text.index("two")
    assert read.text[slice(*read.sentence(place, place + 3))] == " two three"
    last = read.text.index("four")
    assert read.text[slice(*read.sentence(last, last + 4))] == " four"
    assert plain("wait... no").text == "wait    no"
