"""Overlays: other words for a protocol, never another structure, and each fault at its place."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayline_core.protocol import load
from stayline_core.protocol.language import Protocol
from stayline_core.protocol.overlay import (
    KINDS,
    check_overlay,
    document_digest,
    language_tag,
    load_overlay,
    localise,
    reading_order,
    same_language,
    serves,
    texts_of,
    worded,
)
from tests.core.protocol.sample import CATALOGUE, GOOD, changed
from tests.core.protocol.shipped import LOADED, PLAYBOOK, SOURCES

DIGEST = document_digest(GOOD.encode())
PROTOCOL = load(GOOD.encode(), file="sample.yaml")

USES = "  opening: {use: opening, next: calm}\n"
TWICE = changed(GOOD, (USES, USES.replace("calm", "second") + USES.replace("opening:", "second:")))

SPANISH = f"""\
stayline: 1
kind: wording
id: self-harm-es
of: self-harm
of_digest: {DIGEST[:12]}
locale: es
title: Amenaza de suicidio
authors: [Stayline]
sources: [a translation]
review_by: 2027-06-30
reviewed_by: [A. Example]
limits: {{may: [Escuchar, Pedir ayuda], may_not: [Diagnosticar]}}
anytime: {{help_now: Llamar a emergencias}}
steps:
  opening/acknowledge:
    say:
      - "Gracias por contármelo. Estoy aquí con usted."
      - "Voy a tener que compartir esto con quien puede ayudar."
  opening/danger_now: {{question: "¿Se ha hecho daño, o está a punto?"}}
  opening/unsure:
    say: Estoy aquí. No hay prisa.
    note: [No contestar no es una respuesta., Su supervisor decide.]
  calm: {{say: ["Le escucho. Tómese su tiempo."]}}
  alone: {{say: ["¿Qué le ayudaría ahora?"], note: [Siga hablando.]}}
  help_now: {{say: ["Quiero que le llegue ayuda."], questions: ["¿Dónde está?"]}}
  hand_over: {{say: ["{{supervisor_name}} está con nosotros."]}}
  lost: {{note: [No cuelgue., Su supervisor decide.]}}
  decide: {{note: [Su supervisor decide si se envía ayuda.]}}
  returned: {{say: ["Me alegro de que haya vuelto."]}}
placeholders: {{supervisor_name: Mi colega}}
"""


def read(source: str):
    return load_overlay(source.encode(), file="words.yaml")


def put(source: str, *, protocol: str = GOOD):
    found = localise(
        load(protocol.encode(), file="p.yaml").protocol,
        read(source),
        digest=document_digest(protocol.encode()),
    )
    assert found is not None
    return found


def checked(source: str, *, protocol: str = GOOD):
    loaded = load(protocol.encode(), file="p.yaml")
    digest = document_digest(protocol.encode())
    return check_overlay(read(source), loaded, digest=digest, catalogue=CATALOGUE).findings


def codes(source: str, **names: str) -> list[str]:
    return [one.code for one in checked(source, **names)]


# ── languages ──


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("es", "es"),
        ("ES", "es"),
        ("es_mx", "es-MX"),
        (" pt-br ", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("en-US-POSIX", "en-US"),
        ("spanish", None),
        ("", None),
        ("e", None),
        ("es-" + "a" * 40, None),
    ],
)
def test_a_language_has_one_spelling(word, tag):
    assert language_tag(word) == tag


def test_a_wider_language_serves_a_narrower_one():
    assert serves("es", "es-MX")
    assert serves("es", "es")
    assert not serves("es-ES", "es-MX")
    assert not serves("es", "est")
    assert same_language("en", "en-GB")
    assert not same_language("en", "es")


# ── reading ──


def test_a_good_overlay_is_read_whole():
    overlay = read(SPANISH).overlay
    assert overlay is not None
    assert (overlay.id, overlay.of, overlay.locale, overlay.site) == (
        "self-harm-es",
        "self-harm",
        "es",
        None,
    )
    assert overlay.words["steps.opening/danger_now.ask.0.question"].startswith("¿Se ha")
    assert overlay.words["limits.may.1"] == "Pedir ayuda"
    assert overlay.reviewed_by == ("A. Example",)
    assert overlay.review_by == "2027-06-30"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("kind: wording", "kind: protocol", "Y08", 2),
        ("stayline: 1", "stayline: 2", "Y10", 1),
        ("of: self-harm\n", "", "Y09", 1),
        ("id: self-harm-es", "id: Self Harm", "Y12", 3),
        ("of_digest: ", "of_digest: xyz # ", "Y08", 5),
        ("locale: es", "locale: spanish", "O08", 6),
        ("locale: es\n", "", "O08", 1),
        ("locale: es", "langauge: es", "Y07", 6),
        ("title: Amenaza de suicidio", "title:", "Y08", 7),
        ("title: Amenaza de suicidio", "title: [a]", "Y08", 7),
        ("  calm: {say:", "  calm: {next: done, say:", "O07", 23),
        ("authors: [Stayline]", "level: L3", "O07", 8),
        ("authors: [Stayline]", "blocks: {}", "O07", 8),
        ("steps:\n", "steps: []\nstepz:\n", "Y08", 14),
        ("  calm: {say:", "  calm: {sya:", "Y07", 23),
        ("say: Estoy aquí. No hay prisa.", "say: [[a]]", "Y08", 21),
        ("say: Estoy aquí. No hay prisa.", "say: {a: b}", "Y08", 21),
    ],
)
def test_a_fault_of_form_has_its_place(old, new, code, line):
    loaded = read(changed(SPANISH, (old, new)))
    assert loaded.overlay is None
    assert (code, line) in [(one.code, one.line) for one in loaded.findings]
    result = check_overlay(loaded, PROTOCOL, digest=DIGEST, catalogue=CATALOGUE)
    assert result.findings == loaded.findings
    assert localise(PROTOCOL.protocol, loaded, digest=DIGEST) is None


def test_a_misspelt_key_names_what_was_meant():
    (fault, *_) = read(changed(SPANISH, ("locale: es", "locael: es"))).findings
    assert "locale" in fault.message


def test_a_block_is_refused_with_the_way_to_say_it():
    fault = next(
        one
        for one in read(changed(SPANISH, ("authors: [Stayline]", "blocks: {}"))).findings
        if one.code == "O07"
    )
    assert "use/step" in fault.message


@settings(max_examples=max(20, settings().max_examples // 4))
@given(st.text(max_size=300))
def test_reading_never_raises(text):
    load_overlay(text.encode("utf-8", "replace"), file="x")
    load_overlay((SPANISH + text).encode("utf-8", "replace"), file="x")


def test_what_is_aside_is_kept_and_needs_its_words():
    source = SPANISH + "made_from: {title: abc}\ngone:\n  - {at: steps.old.say.0, words: Hola}\n"
    overlay = read(source).overlay
    assert overlay is not None
    assert overlay.made_from == {"title": "abc"}
    assert [(one.at, one.words, one.made_from) for one in overlay.gone] == [
        ("steps.old.say.0", "Hola", "unknown")
    ]
    assert read(SPANISH + "gone: [{at: here}]\n").overlay is None


# ── putting the words in ──


def unworded(protocol: Protocol) -> Protocol:
    """The protocol without a word: what is left is its structure."""
    blank = {text.address: "·" for text in texts_of(protocol)}
    return worded(protocol, blank, "und")


def test_all_words_are_put_in_and_counted():
    found = put(SPANISH)
    assert found.findings == ()
    assert found.complete
    assert found.usable
    assert found.translated
    assert {kind: (one.done, one.all) for kind, one in found.counts.items()} == {
        "said": (9, 9),
        "asked": (2, 2),
        "notes": (6, 6),
        "avoided": (0, 0),
        "titles": (1, 1),
        "limits": (3, 3),
        "labels": (1, 1),
    }
    protocol = found.protocol
    assert protocol.locale == "es"
    assert protocol.title == "Amenaza de suicidio"
    assert protocol.limits.may_not == ("Diagnosticar",)
    assert protocol.anytime["help_now"] == "Llamar a emergencias"
    assert protocol.steps["opening/danger_now"].asks[0].question.startswith("¿Se ha")
    assert protocol.steps["lost"].note == ("No cuelgue.", "Su supervisor decide.")


EVERY = [PROTOCOL.protocol, *(loaded.protocol for loaded in LOADED.values())]
ADDRESSES = {
    id(one): [
        *(text.address for text in texts_of(one) if text.path[0] != "placeholders"),
        "steps.nowhere.say.7",
    ]
    for one in EVERY
}


@given(st.data())
def test_words_never_change_the_structure(data):
    protocol = data.draw(st.sampled_from(EVERY))
    addresses = st.sampled_from(ADDRESSES[id(protocol)])
    words = data.draw(st.dictionaries(addresses, st.text(min_size=1, max_size=9), max_size=5))
    said = worded(protocol, words)
    assert unworded(said) == unworded(protocol)
    there = {text.address: text.original for text in texts_of(said)}
    assert {at: there[at] for at in words if at in there} == {
        at: text for at, text in words.items() if at in there
    }


def test_nothing_but_words_differs():
    protocol = PROTOCOL.protocol
    assert replace(worded(protocol, {}), locale="en") == protocol
    assert unworded(put(SPANISH).protocol) == unworded(protocol)


def test_every_text_has_one_address_and_every_step_is_read():
    for loaded in (PROTOCOL, *LOADED.values()):
        protocol = loaded.protocol
        texts = texts_of(protocol)
        assert len({one.address for one in texts}) == len(texts)
        assert {one.kind for one in texts} <= set(KINDS)
        assert sorted(reading_order(protocol)) == sorted(protocol.steps)
        assert reading_order(protocol)[0] == protocol.start


def test_a_step_that_nothing_reaches_is_worded_too():
    orphan = changed(GOOD, ("  stopped: {", "  orphan: {say: [Hello], next: calm}\n  stopped: {"))
    assert reading_order(load(orphan.encode(), file="p").protocol)[-1] == "orphan"


def test_a_block_used_twice_is_worded_once():
    source = changed(SPANISH, (DIGEST[:12], document_digest(TWICE.encode())[:12]))
    found = put(source, protocol=TWICE)
    assert found.complete
    assert found.protocol.steps["second/unsure"].say == ("Estoy aquí. No hay prisa.",)
    own = changed(source, ("  calm: {", '  second/unsure: {say: ["Aquí sigo."]}\n  calm: {'))
    found = put(own, protocol=TWICE)
    assert found.protocol.steps["second/unsure"].say == ("Aquí sigo.",)
    assert found.protocol.steps["second/unsure"].note[0].startswith("No contestar")
    assert found.protocol.steps["opening/unsure"].say == ("Estoy aquí. No hay prisa.",)


LABELLED = changed(GOOD, (', question: "Where are you?"', ""))


def test_a_question_that_a_form_words_needs_words_in_another_language():
    source = changed(SPANISH, (DIGEST[:12], document_digest(LABELLED.encode())[:12]))
    assert put(source, protocol=LABELLED).complete
    without = changed(source, (', questions: ["¿Dónde está?"]', ""))
    found = put(without, protocol=LABELLED)
    assert [one.address for one in found.missing] == ["steps.help_now.ask.0.question"]
    assert not found.usable
    at_site = changed(without, ("locale: es", "site: leeds"))
    assert put(at_site, protocol=LABELLED).missing == ()


# ── what is open ──


def test_an_incomplete_translation_is_told_and_not_used():
    source = changed(SPANISH, ('say: ["Le escucho. Tómese su tiempo."]', 'say: [""]'))
    found = put(source)
    assert [one.address for one in found.missing] == ["steps.calm.say.0"]
    assert not found.complete
    assert not found.usable
    assert found.protocol.steps["calm"].say == PROTOCOL.protocol.steps["calm"].say
    (warning,) = checked(source)
    assert (warning.code, warning.severity) == ("O05", "warning")
    assert "8 of 9 sentences to say" in warning.message
    assert "steps.calm.say.0" in warning.message


def test_many_open_sentences_are_counted_not_listed():
    (warning,) = checked(changed(SPANISH, (SPANISH[SPANISH.index("steps:") :], "steps: {}\n")))
    assert warning.message.endswith("and 8 more.")


@pytest.mark.parametrize("empty", ["~", '""', "null"])
def test_what_is_empty_is_not_written_yet(empty):
    source = changed(SPANISH, ('["Le escucho. Tómese su tiempo."]', f"[{empty}]"))
    assert [one.address for one in put(source).missing] == ["steps.calm.say.0"]


def test_notes_may_be_open_without_harm():
    source = changed(SPANISH, ("  decide: {note: [Su supervisor decide si se envía ayuda.]}\n", ""))
    found = put(source)
    assert found.usable
    assert found.counts["notes"].done == 5
    assert not found.counts["notes"].whole
    assert checked(source) == ()


def test_a_sentence_left_as_it_was_is_not_translated():
    source = changed(
        SPANISH,
        ("Le escucho. Tómese su tiempo.", "I'm listening. Take all the time you need."),
    )
    assert [one.address for one in put(source).missing] == ["steps.calm.say.0"]


def test_a_word_or_two_may_be_the_same_in_two_languages():
    short = changed(GOOD, ('["What would help you right now?"]', '["Bien, {caller_name}."]'))
    source = changed(
        SPANISH,
        ("Mi colega}", "Mi colega, caller_name: usted}"),
        (DIGEST[:12], document_digest(short.encode())[:12]),
        ("¿Qué le ayudaría ahora?", "Bien, {caller_name}."),
    )
    assert put(source, protocol=short).complete


# ── placeholders ──


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Mi colega está con nosotros.", "{supervisor_name} is lost"),
        ("{supervisor} está.", "{supervisor_name} is lost"),
        ("{supervisor_name} y {agent_name}.", "no placeholder {agent_name}"),
        ("{supervisor_name está.", "bracket"),
    ],
)
def test_a_placeholder_is_neither_lost_nor_invented(words, says):
    source = changed(SPANISH, ("{supervisor_name} está con nosotros.", words))
    fault = next(one for one in checked(source) if one.code == "O06")
    assert fault.severity == "error"
    assert fault.line == 26
    assert says in fault.message
    found = put(source)
    assert [one.address for one in found.faulty] == ["steps.hand_over.say.0"]
    assert not found.usable
    assert "{supervisor_name} is with us" in found.protocol.steps["hand_over"].say[0]


def test_a_sentence_without_placeholders_gets_none():
    source = changed(SPANISH, ("Le escucho.", "Le escucho, {agent_nam}."))
    fault = next(one for one in checked(source) if one.code == "O06")
    assert "agent_name" in fault.message


# ── what has no place ──


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("  calm: {", "  clam: {say: [Hola]}\n  calm: {", "O01", "“calm”"),
        ("{help_now: Llamar", "{help_me: Hola, help_now: Llamar", "O01", "help_now"),
        ("[Diagnosticar]", "[Diagnosticar, Opinar]", "O02", "1 such text"),
        ("[No cuelgue., Su", "[No cuelgue., Nunca., Su", "O02", "2 such texts"),
        ('say: ["Le escucho', 'title: Escuche, say: ["Le escucho', "O02", "no such texts"),
        ('["¿Dónde está?"]', '["¿Dónde está?", "¿Y su casa?"]', "O02", "1 such text"),
    ],
)
def test_words_without_an_original_are_refused(old, new, code, says):
    source = changed(SPANISH, (old, new))
    fault = next(one for one in checked(source) if one.severity == "error")
    assert fault.code == code
    assert says in fault.message
    assert not put(source).usable
    assert put(source).extra


def test_another_protocol_is_refused():
    source = changed(SPANISH, ("of: self-harm", "of: bomb-voice"))
    assert codes(source) == ["O03"]
    absent = check_overlay(read(source), None, catalogue=CATALOGUE)
    assert [one.code for one in absent.findings] == ["O03"]
    assert not absent.passes
    broken = load(b"kind: protocol", file="p.yaml")
    result = check_overlay(read(SPANISH), broken, digest=DIGEST, catalogue=CATALOGUE)
    assert [one.code for one in result.findings] == ["O03"]


# ── versions ──

LATER = changed(
    GOOD, ("I'm listening. Take all the time you need.", "I'm listening. There is no hurry.")
)


def test_without_knowing_what_changed_nothing_is_shown():
    found = put(SPANISH, protocol=LATER)
    assert not found.complete
    assert len(found.stale) == len(texts_of(PROTOCOL.protocol))
    assert set(codes(SPANISH, protocol=LATER)) == {"O04", "O05"}
    assert all(one.severity == "warning" for one in checked(SPANISH, protocol=LATER))


def test_only_the_changed_sentence_is_stale_where_it_is_known_for_what_each_was_made():
    made_from = "".join(
        f"  {text.address}: {text.fingerprint}\n" for text in texts_of(PROTOCOL.protocol)
    )
    source = f"{SPANISH}made_from:\n{made_from}"
    found = put(source, protocol=LATER)
    assert [one.address for one in found.stale] == ["steps.calm.say.0"]
    assert found.protocol.steps["calm"].say == ("I'm listening. There is no hurry.",)
    assert found.protocol.steps["returned"].say == ("Me alegro de que haya vuelto.",)
    told = checked(source, protocol=LATER)
    assert [(one.code, one.line) for one in told] == [("O04", 5), ("O05", 14), ("O04", 23)]
    assert "There is no hurry" in told[2].message
    unchanged = changed(GOOD, ("within: 3m", "within: 2m"))
    found = put(source, protocol=unchanged)
    assert found.usable
    (warning,) = checked(source, protocol=unchanged)
    assert "no of" in warning.message


def test_what_an_earlier_version_had_more_of_is_no_error_now():
    fewer = changed(GOOD, ("  alone:\n", "  alone_now:\n"))
    fewer = fewer.replace("offer: alone}", "offer: alone_now}")
    told = [one for one in checked(SPANISH, protocol=fewer) if one.code == "O01"]
    assert {one.severity for one in told} == {"warning"}
    assert "another version" in told[0].message


def test_a_long_sentence_is_shortened_in_a_message():
    later = changed(GOOD, ("Thank you for telling me.", "Thank you very much for telling me."))
    told = [one.message for one in checked(SPANISH, protocol=later)]
    assert any("Thank you very much for telling me. I'm…" in one for one in told)


# ── for whom ──


def test_words_in_the_own_language_for_everybody_are_a_new_version():
    source = changed(SPANISH, ("locale: es", "locale: en"))
    assert "O08" in codes(source)
    assert "O08" not in codes(changed(SPANISH, ("locale: es", "locale: en\nsite: leeds")))


def test_a_site_may_word_a_part_in_its_own_language():
    source = "\n".join(SPANISH.splitlines()[:7]).replace("locale: es", "site: leeds")
    source += '\nreviewed_by: [Bo]\nsteps:\n  calm: {say: ["I hear you. Take your time."]}\n'
    found = put(source)
    assert found.usable
    assert not found.translated
    assert not found.complete
    assert found.protocol.locale == "en"
    assert found.protocol.steps["calm"].say == ("I hear you. Take your time.",)
    assert found.protocol.steps["alone"] == PROTOCOL.protocol.steps["alone"]
    assert checked(source) == ()


def test_what_is_said_while_a_name_is_not_known_is_in_the_same_language():
    assert put(SPANISH).fillers == {"supervisor_name": "Mi colega"}
    without = changed(SPANISH, ("placeholders: {supervisor_name: Mi colega}\n", ""))
    found = put(without)
    assert [one.address for one in found.missing] == ["placeholders.supervisor_name"]
    assert not found.usable
    more = changed(SPANISH, ("Mi colega}", "Mi colega, crisis_line: una línea}"))
    fault = next(one for one in checked(more) if one.severity == "error")
    assert fault.code == "O02"
    assert "placeholders.crisis_line" in fault.message
    (typed, *_) = read(changed(SPANISH, ("{supervisor_name: Mi", "{supervisor_nam: Mi"))).findings
    assert typed.code == "Y07"


def test_words_that_nobody_reviewed_say_so():
    told = checked(changed(SPANISH, ("reviewed_by: [A. Example]", "reviewed_by: []")))
    assert [(one.code, one.severity, one.line) for one in told] == [("O09", "warning", 11)]


# ── wording ──


def test_what_a_site_says_is_judged_at_its_place():
    source = "\n".join(SPANISH.splitlines()[:7]).replace("locale: es", "site: leeds")
    source += '\nreviewed_by: [Bo]\nsteps:\n  calm: {say: ["Calm down and talk to me."]}\n'
    assert [(one.code, one.line) for one in checked(source)] == [("W03", 10)]


def test_what_is_said_in_another_language_is_judged_by_its_rules():
    source = changed(SPANISH, ("Le escucho. Tómese su tiempo.", "Esto queda entre nosotros."))
    told = [one for one in checked(source) if one.severity == "error"]
    assert [(one.code, one.line) for one in told] == [("W01", 23)]


# ── what is shipped ──


SHIPPED = sorted((PLAYBOOK / "wording").glob("*.yaml"))


def test_something_is_shipped():
    worded = {file.stem.removesuffix("-es") for file in SHIPPED}
    assert {"self-harm", "abuse-disclosure", "domestic-abuse", "unforeseen"} <= worded
    assert worded <= set(SOURCES)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_is_shipped_is_current_whole_and_says_that_nobody_reviewed_it(file):
    loaded = load_overlay(file.read_bytes(), file=file.name)
    overlay = loaded.overlay
    assert overlay is not None
    assert overlay.id == file.stem
    digest = document_digest(SOURCES[overlay.of])
    found = localise(LOADED[overlay.of].protocol, loaded, digest=digest)
    assert found is not None
    assert (found.missing, found.stale, found.faulty, found.extra) == ((), (), (), ())
    mend = f"run: stayline protocol translate {overlay.of}.yaml -o {file.name}"
    assert digest.startswith(overlay.of_digest), mend
    told = check_overlay(loaded, LOADED[overlay.of], digest=digest, catalogue=CATALOGUE).findings
    assert [one.code for one in told] == ["O09"]
    assert overlay.reviewed_by == ()


# ── what was ever shipped ──

FROZEN = Path(__file__).parents[2] / "golden"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_is_shipped_is_frozen(file):
    name = f"{file.stem}-{document_digest(file.read_bytes())[:12]}.yaml"
    copy = FROZEN / "wording" / name
    assert copy.exists(), "run: python -m tools.freeze_protocols"
    assert copy.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("file", sorted((FROZEN / "wording").glob("*.yaml")), ids=lambda f: f.stem)
def test_what_was_ever_shown_can_be_shown_again(file):
    source = file.read_bytes()
    assert file.stem.endswith(document_digest(source)[:12])
    loaded = load_overlay(source, file=file.name)
    overlay = loaded.overlay
    (frozen,) = (FROZEN / "protocols").glob(f"{overlay.of}-{overlay.of_digest}*.yaml")
    original = frozen.read_bytes()
    found = localise(
        load(original, file=frozen.name).protocol, loaded, digest=document_digest(original)
    )
    assert found.usable
    assert found.complete
