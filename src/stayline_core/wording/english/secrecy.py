"""W01: a promise of secrecy, in English."""

from typing import Final

from stayline_core.wording.phrase import phrases
from stayline_core.wording.rule import Rule

_ANYONE: Final = "anyone|anybody|a_soul|another_soul|a_living_soul|another_person|any_one"
_LIMITS: Final = (
    "who|except|unless|other|outside|beyond|apart|besides|that|than|whose|without|until"
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
_OURS: Final = (
    "between_us|between_you_and_me|between_you_and_i|between_ourselves|between_the_two_of_us|"
    "between_us_two|between_me_and_you|between_the_both_of_us"
)

SECRECY: Final = Rule(
    code="W01",
    title="Promises secrecy",
    what="promises secrecy, and nobody can keep that promise",
    reason="What is said here is passed on to people who can help. A promise of secrecy is broken "
    "the same day, and it takes away the person's choice of what to tell.",
    instead="I can't keep this to myself. I will share it only with people who can help you.",
    replaces="sentence",
    source="S0-30, X-3; domain reference, sections 5, 7 and 18",
    phrases=phrases(
        """
        not allowed|going|permitted|able to tell|share <anyone> what|about|of|this|it
        no_one|nobody hears|learns|knows a_word|anything|of_it|of_this|about_it
        nothing|none *3 you say|tell|write|said|wrote *2 gets|goes|comes|will_get|leaves
            out|back|further
        <this>|say|happens *3 stays here
        your|you have|got my silence
        name|names|number|details|address stays|stay|is|are|kept|remain|remains *1 out_of it|this
        betray|break your trust|confidence by telling|and_tell
        <close> will|would never hear|learn|know|find_out
        your husband|wife|partner|boyfriend|girlfriend will|would never|not hear|learn|know|find_out
        between you , me
        wont|will_not|never|not|wouldnt|cant|shant *2 tell|telling|share|sharing *2 a|any
            single|living|other
            person|soul|human_being
        never|not|wouldnt dream of telling|sharing
        rather die|bite_my_tongue than tell
        only|just i|me|us will|would|ever? ever? know|knows|see_this|read_this
        im|i_am|we_are|were the only one|ones|person who *2 know|knows|read|reads|see|sees
        no way *1 <anyone> *2 find_out|know|knows|hear|learn|finds_out
        none|nothing of|you this|that|it|what|tell|say *3 reach|reaches|get_to|gets_to|
            get_back_to|goes_to
        wont|will_not|never|not let|letting your|the <close> know|find_out|hear
        <close> dont|doesnt|neednt|need_not|will_not|wont *1 have_to|need_to know|hear|find_out
        wont|shant|never|not|wouldnt let|letting <anyone> else? know|find_out|hear|see
        <close> wont|will_not|will_never|never|shall_not|need_not|dont_need_to|neednt ever?
            hear|know|find_out|be_told|learn
        only|just us|us_two|the_two_of_us|you_and_me|you_and_i who? *1 know|knows
        its|it_is only|just|strictly you_and_me|us_two|you_and_i
        i|we|ill|well dont|wont|never|will_not|do_not pass *3 on (not before to|except|unless)
        i|we|ill|well wont|will_not|never|not_going_to write|note|log|put any_of?
            this|it|that|anything
            *1 down
        dont|not_going_to|wont|never mention|repeat|share this|it|that|any|anything *3 <anyone>
            (not before <limits>)
        wont|shant|cant|cannot|will_not|never|wouldnt ever? be? tell|telling <anyone> else? (not
            before <limits>)
        not ever? tell|telling <anyone> else? (not before <limits>)
        wont|shant|will_not|never|wouldnt *1 tell|inform your|the <close>
        i|ill|we will|shall|can|would? tell no_one|nobody (not before <limits>)
        no_one|nobody|not_a_soul|none else? *2 will|has_to|needs_to|need|is_going_to|gets_to|ever
            ever? know|hear|learn|find_out|be_told|see_this|read_this|be_involved|get_involved|
            see_these|
            read_these (not before <limits>)
        no_one|nobody else ever? knows|hears|finds_out|sees_this|reads_this (not before <limits>)
        no_one|nobody knows_about_this|knows_you|hears_this|hears_of_this|sees_this|reads_this
        wont|shant|will_not|never say|breathe a? word
        wont|shant|will_not|never say anything to anyone|anybody (not before <limits>)
        wont|shant|will_not|never share|pass|repeat|mention|discuss|report|give|show
            <this>|what|your *6 <anyone> (not before <limits>)
        i|we|ill|well wont|shant|will_not|never repeat this|it|that|what|a_word
        wont|shant|will_not|never pass|hand|send <this>|what *4 on|along (not before <limits>)
        <this>|conversation|call|chat|say|tell *2 goes|go|will_go|wont_go|going no|any further
        <this>|whatever|say|tell *2 wont|will_not|never|doesnt|does_not|not leave|leaves|leaving
            this|the|these room|chat|call|conversation|line|walls|desk
        my lips are sealed
        take|taking it|this|that|your_secret to my|the grave
        mum|mom is? the word
        """,
        anyone=_ANYONE,
        close=_CLOSE,
        limits=_LIMITS,
        this=_THIS,
    ),
    stated=phrases(
        """
        <this>|secret|secrets|say|tell|said me|us? is|are|will_be safe with me|us
        <this>|secret|say|tell stays|remains|will_stay in? here
        keep|keeping secrets
        <this> stays|stay|remains|will_stay|will_remain <fully>? private
        <ours> (not before and)
        keep|keeping|kept|hold|treat|treating <this> *4 <fully>? as? a|our|your? little?
            secret|private|confidential|quiet|hidden|anonymous
        keep|keeping|kept|hold|treat|treating what|your|things|our *4 <fully>? as? a?
            secret|private|confidential|anonymous
        keep|keeping|hold <this>|what|things *5
            to_myself|to_ourselves|to_yourself|<ours>|under_wraps|under_my_hat|off_the_record|
            in_confidence
        keep|keeping a|your|our|the|any|all|such secret|secrets
        keep|keeping quiet|silent|mum|schtum about
        your secret|secrets is|are|will_be|stays safe|secure
        our little? secret
        stay|stays|remain|remains|is|just|only|strictly|thats|secret|kept|keep|its|this|be
            <ours>|the_two_of_us
        <this>|say|told|tell|said stay|stays|remain|remains|rests with me|us
        <this>|chat|call|conversation|me|us|say|said|told stays|remains|will_stay|will_remain|
            stay|remain
            here? ,? in|within this|the|our chat|room|call|conversation
        <this>|chat|call|conversation|chats|calls|conversations|this_line|our_line|contact|talk|
            say|tell|here|us|messages|
            message|
            words|details|its|thats
            is|are|stays|stay|remains|remain|will_be|will_stay|will_remain|be|kept|will_be_kept|
            being
            <fully>? secret|confidential|anonymous
        this|everything|anything|whatever|chat|call|conversation|say|messages|words|details
            is|are|stays|remains|remain|will_be|will_stay|will_remain|kept <fully>? private
        its|thats <fully>? secret|confidential|anonymous
        you|youll|youre will|can? stay|remain|be|are? completely|totally|fully? anonymous
        off the record
        strictly|completely|totally|fully|absolutely confidential|private|secret
        in strict|complete|total|full|absolute|strictest? confidence
        promise|swear|guarantee|vow|promising|guaranteeing you? not|never to *2
            tell|share|say|repeat|report|pass
        promise|swear|guarantee|assure|promising|guaranteeing you? *2
            secrecy|confidentiality|anonymity|privacy|silence|discretion
        promise|swear|guarantee|promising you? to keep *3
            secret|quiet|private|confidential|myself|silent
        you can trust me not to tell|say|share
        trust me|us with your|a|this|the secret
        """,
        fully=_FULLY,
        kept=_KEPT,
        ours=_OURS,
        this=_THIS,
    ),
    excepted=phrases(
        """
        asked|ask|asking|want|wanted|wish|expect|told me|us|them|him|her to keep|promise|hold
        keep|keeping your *1 account|payment|card|billing|bank|personal *1
            details|data|information|number
        difference|agreement|deal|contract|trust|talk|distance|line|connection|stands|came <ours>
        promise|promises|promised|guarantee|guarantees no|neither secrecy|confidentiality|anonymity
        agree|agreed|agreement|contract|difference|trust|distance|cut|lost between us
        how|what|which|where can|should|must|may *3 stay|be|is private
        you *1 wont|cant|never|didnt|dont|not *2 tell|told|telling anyone|anybody
        """,
        ours=_OURS,
    ),
)
