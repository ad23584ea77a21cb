"""W04: blame, in English."""

from typing import Final

from stayline_core.wording.phrase import phrases
from stayline_core.wording.rule import Rule

_THINGS: Final = (
    "a|an|the|your|some|someone|somebody|anyone|anything|another|one|two|it|them|him|her|me|us|"
    "this|these|that|those|time|company|more|any|all|received|had|got|heard|seen"
)
"""After “should have” these make it a statement of what is there, not of what was left undone."""

BLAME: Final = Rule(
    code="W04",
    title="Blames",
    what="blames the person",
    reason="Blame makes a person defend or punish themselves, and neither keeps anybody safe.",
    instead="Tell me what happened.",
    replaces="sentence",
    source="W04 of the protocol language; domain reference, sections 7 and 9",
    phrases=phrases(
        """
        you got|brought|put yourself into|in this|it|that
        thats|that_is|this_is what you get for
        that|this|it|which was|is so|very|really? careless|stupid|irresponsible|foolish|reckless
            of|thing
        what happens when|if you dont|do_not
        if youd *1 only|just|not|listened|called|told|paid|said|left|stayed|asked|read
        you caused|created|started this|it|that|all
        what made you do
        you *1 should|ought_to|must never? have (not before <things>)
        you could|might have (not before <things>)
        you shouldnt|should_not|couldnt|could_not|oughtnt_to|must_not|mustnt have
        why did|didnt|havent|dont|wouldnt|wont|couldnt|cant you|u
        why would|do|have|are|were you not
        why would you do|say|go|stay|want|think|let|even
        why on_earth|the_hell *2 you
        how could|dare you
        what did you expect|think_would
        what were you thinking
        what is|was|whats wrong|the_matter with you
        what did you do to make|cause|deserve|provoke|upset
        you brought|bring|have_brought|ve_brought this|it|that|all_this on|upon yourself?
        you made|let|caused|allowed|provoked|encouraged|deserved this|it|that|him|her|them
            happen|do_this|do_it|do_that|hit|hurt|yourself|angry
        you asked|were_asking|was_asking|are_asking for it $
        you only have|ve yourself to blame
        youve|you_have only|nobody_but|no_one_but|nobody yourself to blame
        if you had|hadnt|d *1 only|just|not|listened|called|told|paid|said|left|stayed|asked|read
        if only you had|hadnt|d|would|were
        selfish|selfishly
        attention seeking|seeker
        you *2 manipulative|manipulating|manipulate
        manipulative
        are|were|youre|being so|too|just|very|a? weak|cowardly|coward|stupid|pathetic|lazy|careless|
            irresponsible|ungrateful
        think of|about what you|youre|everyone|everybody|your *3 doing|putting|do_to
        you_are|youre|you_were being? the|very|so|just|too?
            problem|difficult|unreasonable|rude|impossible (not before to)
        you never|always listen|pay|tell|told|complain|do_this|say_that
        """,
        things=_THINGS,
    ),
    stated=phrases(
        """
        your own? fault|doing
        you_are|youre|you_were partly|also|really|all? to blame
        i|we blame you
        you_are|youre|you_were responsible for this|that|it|what
        you failed|forgot|neglected|refused to
        """,
    ),
    excepted=phrases(
        """
        if you had anything|something|any|a|the
        why dont you|we take|tell_me|start
        """,
    ),
)
