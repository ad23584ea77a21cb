"""W11: an outcome promised, in English."""

from typing import Final

from stayline_core.wording.phrase import phrases
from stayline_core.wording.rule import Rule

_WELL: Final = "fine|ok|okay|all_right|alright|safe|better|good|great|well"

OUTCOME: Final = Rule(
    code="W11",
    title="Promises an outcome",
    what="promises an outcome",
    reason="Nobody here can know how it ends or when help is there. A promise that breaks takes "
    "the trust with it.",
    instead="I'm here with you, and I'll do what I can.",
    replaces="sentence",
    source="W11 of the protocol language; domain reference, sections 5 and 18",
    phrases=phrases(
        """
        its|it_is|it_will|everything|things *1 going_to|gonna|will? work_out|turn_out|come_right
        everything|it_all|all|this|things|everythings will|is_going_to|shall|going_to|gonna
            be|turn_out|work_out|get all|just|perfectly? <well>
        everything will|is_going_to|gonna work|turn|be_sorted out?
        itll|youll|theyll|hell|shell|it_will|you_will|things_will|they_will|it_is_going_to|
            you_are_going_to|youre_going_to|its_going_to|things_are_going_to|youre_gonna|its_gonna
            all|just|soon? be|get|feel|end_up all|just|perfectly? <well>|over_soon
        nothing|no_harm|no_one|nobody bad? will|is_going_to|can|could|shall happen|harm|hurt|touch
            *1 you?
        you|youre|youll are|will? be? perfectly|completely|totally safe
        get|gets|getting better soon|i_promise|in_time|eventually
        things|it|life|you|this|that will|going_to get|be|feel better
        help|ambulance|police|officers|paramedics|they|someone|somebody|crew|engineer
            will|ll|is_going_to be|arrive|get|come there|here|with_you?
            in|within|by|soon|shortly|any_minute|any_moment|before|on_time|quickly
            (not before touch|contact|front|charge|phone|email|mail|post|letter|law)
        theyll|they_will be|arrive there|with_you|here? soon|in|within|shortly|any_minute|any_moment
            (not before touch|contact|charge)
        you|they have|has nothing to fear|lose
        you have|ve my|our word
        you can be sure|certain that? nothing|it_will|all
        trust me it|this|everything|youll|you_will|that
        tomorrow will be better|different|brighter
        there is|theres light at
        refund|money *3 guaranteed
        """,
        well=_WELL,
    ),
    stated=phrases(
        """
        i|we can|do|will|hereby? promise|guarantee|swear|vow
        i|we can|do? assure|guarantee you
        thats|this_is|its a promise|guarantee
        """,
    ),
    excepted=phrases(
        """
        i|we can? promise|guarantee|swear you? *3 discretion|no_one|nobody|anybody|anyone|wont_let
        i|we can? promise|guarantee|swear you? not|never|to_keep|secrecy|confidentiality|silence
        once|when|if|until|so_that *3 is|are|be *1 safe
        """,
    ),
)
