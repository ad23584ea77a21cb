"""W01: a promise of secrecy, in English."""

from typing import Final

from stayline_core.wording.phrase import Says, among
from stayline_core.wording.rule import Rule

_ANYONE: Final = "anyone|anybody|a_soul|another_soul|any_one"
_LIMITS: Final = among(
    "who except unless other outside beyond apart besides that than whose without until"
)
"""After “anyone” these say who is told: the limits of confidentiality, which are to be said."""

_CLOSE: Final = (
    "mum|mom|mother|dad|father|parents|family|husband|wife|partner|boyfriend|girlfriend|school|"
    "teacher|boss|manager|employer|doctor|police|friends|social_worker"
)
_KEPT: Final = "secret|private|confidential|quiet|hidden|anonymous"
_FULLY: Final = (
    "strictly|completely|totally|absolutely|fully|entirely|very|always|all|just|only|100|perfectly"
)
_THIS: Final = "this|it|that|everything|anything|whatever|all"
_OURS: Final = "between_us|between_you_and_me|between_you_and_i|between_ourselves"

SECRECY: Final = Rule(
    code="W01",
    title="Promises secrecy",
    what="promises secrecy, and nobody can keep that promise",
    reason="What is said here is passed on to people who can help. A promise of secrecy is broken "
    "the same day, and it takes away the person's choice of what to tell.",
    instead="I can't keep this to myself. I will share it only with people who can help you.",
    replaces="sentence",
    source="S0-30; domain reference, sections 5, 7 and 18",
    phrases=(
        Says(
            "i|we|ill|well|id|and|so|will|would|promise wont|shant|cant|never|not|wouldnt "
            f"ever? tell|telling {_ANYONE} else?",
            before=_LIMITS,
        ),
        Says(f"wont|shant|not|never ever? tell|telling {_ANYONE} else?", before=_LIMITS),
        f"i|we|ill wont|shant|will_not|never|not *1 tell|inform|ring|phone your|the {_CLOSE}",
        Says(
            "i|we|ill wont|shant|will_not|never|not ever? tell no_one|nobody|them|him|her anything"
        ),
        Says("i|ill|we will|shall|can? tell no_one|nobody", before=_LIMITS),
        Says(
            "no_one|nobody|not_a_soul|none else? *2 will|has_to|needs_to|need|must|is_going_to|"
            "should|gets_to|ever ever? know|hear|learn|find_out|be_told|see_this|read_this",
            before=_LIMITS,
        ),
        Says(
            "no_one|nobody else? ever? knows|hears|finds_out|sees_this|reads_this", before=_LIMITS
        ),
        "wont|shant|will_not|never say|breathe a? word",
        Says("wont|shant|will_not|never say anything to anyone|anybody", before=_LIMITS),
        Says(
            "wont|shant|will_not|never share|pass|repeat|mention|discuss|report|give|show "
            f"{_THIS}|what|your *6 anyone|anybody",
            before=_LIMITS,
        ),
        "i|we|ill|well wont|shant|will_not|never repeat this|it|that|what|a_word",
        f"{_THIS}|you|conversation|call|chat|say goes|go|will_go|wont_go|going no|any further",
        (
            "wont|will_not|never|doesnt|does_not|not leave|leaves|leaving this|the room|chat|call|"
            "conversation|line"
        ),
        "my lips are sealed",
        "take|taking it|this|that|your_secret to my|the grave",
        "without anyone|anybody|anyone_else knowing|finding_out",
        "mums|moms the word",
        "no questions asked and no_one|nobody",
    ),
    stated=(
        (
            f"keep|keeping|kept|hold|treat|treating {_THIS}|what|your|things|our *4 {_FULLY}? as? "
            f"a|our|your? little? {_KEPT}"
        ),
        (
            f"keep|keeping|hold {_THIS}|what|things *5 to_myself|to_ourselves|to_yourself|{_OURS}|"
            "under_wraps|off_the_record|in_confidence"
        ),
        "keep|keeping a|your|our|the|any|all|such secret|secrets",
        "keep|keeping quiet|silent|mum|schtum about",
        "your secret|secrets is|are|will_be|stays safe|secure",
        "our little? secret",
        (
            "stay|stays|remain|remains|is|just|only|strictly|thats|secret|kept|keep|its|this|be "
            f"{_OURS}|"
            "with_me_only|the_two_of_us"
        ),
        (
            "this|it|that|everything|all|whatever|say|told|tell|said stay|stays|remain|remains|"
            "rests with me|us"
        ),
        "stay|stays|remain|remains here? ,? in|within this|the|our chat|room|call|conversation",
        (
            "this|it|its|thats|that|everything|anything|whatever|chat|call|conversation|line|"
            "contact|"
            "talk|say|tell|here|us|we|messages|message|words|details is|are|stays|stay|"
            "remains|remain|"
            f"will_be|will_stay|will_remain|be|kept|will_be_kept|being? {_FULLY}? "
            "secret|private|confidential|anonymous"
        ),
        f"its|thats {_FULLY}? secret|private|confidential|anonymous",
        "you|youll|youre will|can? stay|remain|be|are? completely|totally|fully? anonymous",
        "off the record",
        "strictly|completely|totally|fully|absolutely confidential|private|secret",
        "in strict|complete|total|full|absolute|strictest? confidence",
        (
            "promise|swear|guarantee|vow|promising|guaranteeing you? not|never to *2 tell|"
            "share|say|"
            "repeat|report|pass"
        ),
        (
            "promise|swear|guarantee|assure|promising|guaranteeing you? *2 secrecy|confidentiality|"
            "anonymity|privacy|silence"
        ),
        (
            "promise|swear|guarantee|promising you? to keep *3 secret|quiet|private|confidential|"
            "myself|silent"
        ),
        "you can trust me not to tell|say|share",
        "trust me|us with your|a|this|the secret",
    ),
    excepted=(
        "agree|agreed|agreement|contract|difference|trust|distance|cut|lost between us",
        "how|what|which can|should|must|may *3 stay|be|is private",
    ),
)
