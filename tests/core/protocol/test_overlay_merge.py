"""Writing overlays: nothing that somebody wrote is ever lost, whatever becomes of the original."""

import re
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayline_core.protocol import load
from stayline_core.protocol.overlay import (
    document_digest,
    load_overlay,
    localise,
    texts_of,
)
from stayline_core.protocol.overlay.merge import merge
from stayline_core.protocol.overlay.writing import Head, write_overlay
from tests.core.protocol.sample import GOOD, changed
from tests.core.protocol.shipped import SOURCES

HEAD = Head("self-harm-es", "es")
LISTEN = "I'm listening. Take all the time you need."
USES = "  opening: {use: opening, next: calm}\n"
TWICE = changed(GOOD, (USES, USES.replace("calm", "second") + USES.replace("opening:", "second:")))


@lru_cache
def read(protocol: str):
    """A protocol and the digest of its version."""
    source = protocol.encode()
    return load(source, file="p.yaml").protocol, document_digest(source)


def written(protocol: str, before: str = "", *, accept: tuple[str, ...] = (), head: Head = HEAD):
    """The overlay for a protocol as it is written over the one before."""
    original, digest = read(protocol)
    existing = load_overlay(before.encode(), file="words.yaml").overlay if before else None
    assert existing is not None or not before
    merged = merge(original, digest, existing, accept=accept)
    return write_overlay(original, digest, merged, head, existing=existing, before=before), merged


def put(protocol: str, text: str):
    original, digest = read(protocol)
    loaded = load_overlay(text.encode(), file="words.yaml")
    assert loaded.findings == ()
    return localise(original, loaded, digest=digest)


def translated(protocol: str = GOOD) -> str:
    """A whole overlay: each sentence is its original, in capitals and with a number."""
    text, _ = written(protocol)
    numbers = iter(range(1_000))

    def words(found: re.Match[str]) -> str:
        holder = "".join(re.findall(r"\{[a-z_]+\}", found[1]))
        return f'#| {found[1]}\n{found[2]}"{f"palabra {next(numbers)} {holder}".strip()}"'

    return re.sub(r'#\| (.*)\n( *(?:- |title: |help_now: |supervisor_name: ))""', words, text)


WHOLE = translated()


def kept(text: str) -> set[str]:
    """Every word that somebody wrote, wherever the document holds it."""
    return set(re.findall(r"palabra \d+", text))


def test_a_skeleton_shows_every_original_and_leaves_room_for_each():
    text, merged = written(GOOD)
    for one in texts_of(read(GOOD)[0]):
        assert f"#| {one.original}" in text
    found = put(GOOD, text)
    assert len(found.missing) == len(merged.texts)
    assert found.stale == ()
    assert text.count('""') == len(merged.texts) - 1  # the title stands as it was
    assert "made_from:" in text
    assert text.startswith("# Words for “Threat of suicide or self-harm” (es).")


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_a_skeleton_of_each_shipped_protocol_can_be_read(source):
    text, _ = written(source.decode())
    assert put(source.decode(), text).findings == ()


def test_writing_again_changes_nothing():
    assert written(GOOD, WHOLE)[0] == WHOLE
    assert put(GOOD, WHOLE).missing[0].address == "title"
    assert put(GOOD, WHOLE).complete


def test_what_is_new_gets_room_and_all_else_stays():
    later = changed(GOOD, (f'["{LISTEN}"]', f'["{LISTEN}", "There is no hurry."]'))
    text, _ = written(later, WHOLE)
    assert kept(text) == kept(WHOLE)
    assert [one.address for one in put(later, text).missing] == ["title", "steps.calm.say.1"]


def test_words_follow_an_original_that_moved():
    later = changed(GOOD, (f'["{LISTEN}"]', f'["There is no hurry.", "{LISTEN}"]'))
    text, merged = written(later, WHOLE)
    found = put(later, text)
    assert found.protocol.steps["calm"].say[1] == put(GOOD, WHOLE).protocol.steps["calm"].say[0]
    assert found.stale == ()
    assert merged.gone == ()


def test_words_follow_a_step_that_was_renamed():
    later = GOOD.replace("alone", "by_yourself")
    text, merged = written(later, WHOLE)
    assert put(later, text).complete
    assert merged.gone == ()


def test_a_changed_original_is_marked_until_it_is_accepted():
    later = changed(GOOD, (LISTEN, "I'm listening to you."))
    text, merged = written(later, WHOLE)
    assert kept(text) == kept(WHOLE)
    assert "--accept steps.calm.say.0" in text
    assert sum(merged.is_stale(one) for one in merged.texts) == 1
    assert [one.address for one in put(later, text).stale] == ["steps.calm.say.0"]
    again, _ = written(later, text)
    assert again == text
    for accept in (("steps.calm.say.0",), ("all",)):
        accepted, _ = written(later, text, accept=accept)
        assert "CHANGED" not in accepted
        assert put(later, accepted).complete


def test_what_is_gone_is_kept_aside_and_comes_back():
    note = "    note: [Nobody has joined yet. Keep talking. Everyone is being called.]\n"
    fewer = changed(GOOD, (note, ""))
    text, merged = written(fewer, WHOLE)
    assert [one.at for one in merged.gone] == ["steps.alone.note.0"]
    assert kept(text) == kept(WHOLE)
    assert put(fewer, text).complete
    assert written(fewer, text)[0] == text
    back, _ = written(GOOD, text)
    assert back == WHOLE


def test_words_of_an_unknown_version_are_all_to_be_looked_at():
    without = WHOLE[: WHOLE.index("\n#| For which words")] + "\n"
    elsewhere = re.sub(r"of_digest: \w+", "of_digest: 0123456789ab", without)
    text, _ = written(GOOD, elsewhere)
    assert kept(text) == kept(WHOLE)
    assert len(put(GOOD, text).stale) == len(texts_of(read(GOOD)[0]))
    assert written(GOOD, text)[0] == text
    assert put(GOOD, written(GOOD, without)[0]).complete


def test_a_block_used_twice_has_room_once_unless_both_are_worded():
    text, merged = written(TWICE)
    assert "#| These hold for second/unsure too." in text
    assert "  second/unsure:" not in text
    assert merged.shared["opening/unsure"] == ("second/unsure",)
    other = text.replace("  opening/unsure:", "  second/unsure:").replace(
        "steps.opening/unsure", "steps.second/unsure"
    )
    other = other.replace('- ""', '- "palabra"')
    again, merged = written(TWICE, other)
    assert "#| These hold for opening/unsure too." in again
    assert merged.shared["second/unsure"] == ("opening/unsure",)
    both = other.replace("  second/unsure:", "  opening/unsure: {say: [palabra]}\n  second/unsure:")
    again, merged = written(TWICE, both)
    assert "  second/unsure:" in again
    assert "  opening/unsure:" in again
    assert merged.shared["opening/unsure"] == ()


def test_a_button_that_leads_into_a_block_used_twice_has_its_own_room():
    text, _ = written(SOURCES["bomb-voice"].decode(), head=Head("bomb-voice-es", "es"))
    assert "#| Note voice and background\n  noting/sheet: " in text


def test_remarks_of_people_stay():
    source = WHOLE.replace("  calm:", "  # Ana: ¿de tú?\n  # Ana: ¿de tú?\n  calm:").replace(
        "stayline: 1", "# our licence\n\nstayline: 1"
    )
    text, _ = written(GOOD, source)
    assert "# our licence\nstayline: 1" in text
    assert text.endswith("# Remarks that stood between the words:\n# Ana: ¿de tú?\n")
    assert written(GOOD, text)[0] == text


def test_a_site_and_its_people_stand_in_the_head():
    text, _ = written(GOOD, head=Head("self-harm-leeds", None, "leeds"))
    text = text.replace("authors: []", 'authors:\n  - "Bo: a \\"manager\\""').replace(
        "reviewed_by: []", "reviewed_by: [Cy]"
    )
    overlay = load_overlay(text.encode(), file="w").overlay
    assert (overlay.site, overlay.locale) == ("leeds", None)
    again, _ = written(GOOD, text, head=Head("self-harm-leeds", None, "leeds"))
    overlay = load_overlay(again.encode(), file="w").overlay
    assert overlay.authors == ('Bo: a "manager"',)
    assert overlay.reviewed_by == ("Cy",)


BARE = """\
stayline: 1
kind: protocol
id: bare
title: Nothing but an end
handles: [other]
level: L3
start: done
steps:
  done: {end: recorded}
"""


def test_a_protocol_without_words_has_a_short_overlay():
    text, _ = written(BARE, head=Head("bare-es", "es"))
    assert "steps: {}" in text
    assert "limits:" not in text
    assert "anytime:" not in text
    assert "review_by:" not in text
    assert put(BARE, text).complete


def test_a_question_that_the_form_asks_says_so():
    text, _ = written(changed(GOOD, (', question: "Where are you?"', "")))
    assert "#| (asked by the form's own label of safety.location)" in text


SENTENCES = [one.original for one in texts_of(read(GOOD)[0])]


@settings(max_examples=max(10, settings().max_examples // 8))
@given(st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(["x", "y"])), max_size=4))
def test_through_any_changes_and_back_no_word_is_lost(changes):
    text, protocol = WHOLE, GOOD
    for sentence, sign in changes:
        protocol = protocol.replace(sentence, f"{sign}{sentence}")
        text, _ = written(protocol, text)
        assert kept(text) == kept(WHOLE)
    back, _ = written(GOOD, text)
    assert kept(back) == kept(WHOLE)
    assert put(GOOD, back).complete
