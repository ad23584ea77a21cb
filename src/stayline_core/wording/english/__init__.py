"""The rules of English, a module for each."""

from typing import Final

from stayline_core.wording.english.advice import ADVICE
from stayline_core.wording.english.argument import ARGUMENT
from stayline_core.wording.english.blame import BLAME
from stayline_core.wording.english.feelings import FEELINGS
from stayline_core.wording.english.outcome import OUTCOME
from stayline_core.wording.english.reveals import METHOD, REPORT
from stayline_core.wording.english.secrecy import SECRECY
from stayline_core.wording.english.suicide import SUICIDE
from stayline_core.wording.english.turning import TURNING
from stayline_core.wording.phrase import Negation, among
from stayline_core.wording.rule import Language

_NEGATION: Final = Negation(
    words=among(
        "not never cant cannot couldnt wont dont doesnt didnt isnt arent wasnt nobody none neither "
        "nor unable no wouldnt shouldnt mustnt shant aint impossible wrong"
    ),
    soothing=among(
        "worry worries worried panic fear doubt afraid only just merely problem matter "
        "trouble bother"
    ),
    turning=among("and so because but then yet"),
)

ENGLISH: Final = Language(
    code="en",
    name="English",
    rules=(
        SECRECY,
        TURNING,
        FEELINGS,
        BLAME,
        METHOD,
        ADVICE,
        REPORT,
        OUTCOME,
        SUICIDE,
        ARGUMENT,
    ),
    negation=_NEGATION,
    graded=True,
    reviewed_by="Stayline (uncertified template)",
)
