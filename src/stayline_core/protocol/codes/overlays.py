"""O: overlays, which give a protocol other words: another language, or a site's own."""

from typing import Final

from stayline_core.protocol.codes.code import Code

_SOURCE: Final = "protocol-language.md, section 13, question 4"

OVERLAYS: Final = (
    Code(
        code="O01",
        title="Words for a step that is not there",
        sentence="The overlay words a step, or a button, that the protocol does not have.",
        reason=(
            "A misspelt name leaves the right step in the other language, and nobody sees why"
            " until somebody is on the line."
        ),
        bad="lots: {note: [Deje",
        good="lost: {note: [Deje",
        source=_SOURCE,
    ),
    Code(
        code="O02",
        title="More words than the original has",
        sentence="The overlay has more sentences in one place than the protocol has.",
        reason=(
            "A sentence without an original was never reviewed with the protocol. What an expert"
            " signed is what the agent reads."
        ),
        bad='say: ["Estoy aquí. No hay prisa.", "Le escucho."]',
        good='say: ["Estoy aquí. No hay prisa."]',
        source=_SOURCE,
    ),
    Code(
        code="O03",
        title="Words for a protocol that is not here",
        sentence="No protocol that can be read has the id that the overlay names.",
        reason="Words that belong to nothing are never shown, and never checked.",
        bad="of: shrot",
        good="of: short",
        source=_SOURCE,
    ),
    Code(
        code="O04",
        title="Words for an earlier version",
        sentence="The protocol has changed since the overlay, or this sentence of it, was written.",
        reason=(
            "A sentence that was mended for safety's sake must not live on in another language."
            " Changed sentences are not shown until somebody has looked at them again."
        ),
        bad="of_digest: 000000000000",
        good="of_digest: 48be0acd6853",
        source=_SOURCE,
        severity="warning",
    ),
    Code(
        code="O05",
        title="Not everything that is voiced is translated",
        sentence="Some sentence to say, or some question, has no words in this language yet.",
        reason=(
            "Half a conversation in one language and half in another frightens more than one"
            " language alone. Until it is whole, none of it is shown."
        ),
        bad='unsure: {say: [""]}',
        good='unsure: {say: ["Estoy aquí. No hay prisa."]}',
        source=_SOURCE,
        severity="warning",
    ),
    Code(
        code="O06",
        title="A placeholder is lost or invented",
        sentence="The translated sentence has other placeholders than the original.",
        reason=(
            "Without its placeholder a sentence names no number to call and nobody who is coming;"
            " with another one it shows a gap to an agent who is reading aloud."
        ),
        bad='say: ["{supervisora} viene con nosotros. Me quedo con usted."]',
        good='say: ["{supervisor_name} viene con nosotros. Me quedo con usted."]',
        source=_SOURCE,
    ),
    Code(
        code="O07",
        title="An overlay changes more than words",
        sentence="The overlay has a key of the protocol's structure.",
        reason=(
            "Every path, clock and duty was checked in the protocol. If words could change them,"
            " a translation could take the way to emergency services away."
        ),
        bad='unsure: {say: ["Estoy aquí. No hay prisa."], next: stay}',
        good='unsure: {say: ["Estoy aquí. No hay prisa."]}',
        source=_SOURCE,
    ),
    Code(
        code="O08",
        title="Nobody can tell for whom the words are",
        sentence=(
            "The overlay names neither a language nor a site, or no language that exists, or the"
            " protocol's own language for every site."
        ),
        reason=(
            "Words that nobody is meant to hear are never shown; and words for everybody in the"
            " protocol's own language are a new version of it, which must be reviewed as one."
        ),
        bad="locale: spanish",
        good="locale: es",
        source=_SOURCE,
    ),
    Code(
        code="O09",
        title="Nobody has reviewed the words",
        sentence="The overlay names nobody who has reviewed it.",
        reason=(
            "A literal translation can sound cold, or mean harm. Somebody who works with people in"
            " crisis and speaks the language as their own must have read it."
        ),
        bad="reviewed_by: []",
        good='reviewed_by: ["A. Example, supervisor of a crisis line, 2026-11-20"]',
        source=_SOURCE,
        severity="warning",
    ),
)
"""What can be wrong with an overlay. O01 to O09."""
