"""W03: feelings played down or ordered about, in English."""

from typing import Final

from stayline_core.wording.phrase import phrases
from stayline_core.wording.rule import Rule

_HERE: Final = "I'm here with you"
_TIME: Final = "take all the time you need"
_SAD: Final = (
    "upset|sad|silly|angry|scared|afraid|so|like_that|dramatic|ridiculous|difficult|emotional"
)

FEELINGS: Final = Rule(
    code="W03",
    title="Plays feelings down",
    what="plays the person's feelings down",
    reason="A feeling that is ordered away or measured is felt as control, and the person stops "
    "telling.",
    instead="I can hear how hard this is. I'm listening.",
    replaces="sentence",
    source="S1-7, S4-13; domain reference, sections 5 and 9",
    phrases=phrases(
        """
        no reason|need|cause to be|feel|get *1 upset|sad|angry|scared|worried
        not worth crying|it|getting_upset|worrying
        youll|you_will laugh about
        not|isnt *1 a|that|such big|great deal
        get a grip
        weve|we_have all been there|through_it|through_that
        overthinking
        you must|should|shouldnt|cant not? feel|think like that|this
        ^ be glad|happy|grateful|thankful that|you|for
        happy|glad to have your|such
        try not to worry|panic|cry|stress|think_about_it|be_upset -> <here>
        worse off than
        mountain out of
        no need to get|be|feel *1 worked_up|upset|angry|sad|scared
        silly|stupid|ridiculous|wrong|childish to feel|think|say that|this|so|like
        could always be worse
        take it easy -> <time>
        calm|settle|simmer|cool|quieten down -> <time>
        calm yourself -> <time>
        keep calm -> <time>
        you need|have to calm|relax|chill|breathe -> <time>
        dont|do_not|no_need_to|need_not|never|please_dont worry|panic|fret -> <here>
        nothing to worry|panic|cry about -> <here>
        dont|do_not|stop cry|crying|sob|sobbing|shouting|shout|yelling|whining|moaning -> <time>
        dont|do_not|no_need_to|stop be|get|being|getting *1 <sad>
        cheer|lighten|buck up
        chin up
        just|try_to|please|you_should|simply relax|chill -> <time>
        not that|so|as bad as? you? think?
        it could|cant|might|isnt be|that *1 worse|bad
        worse things happen|have_happened
        others|people|other_people|some_people|many_people|plenty_of_people|lots_of_people|somebody|
            someone *3 have|has|are|is|feel|had|suffer|got *3 worse
        so|so_very much|many to|reasons_to live for?
        get|getting|gets over it|this|that|him|her|them
        pull yourself together
        overreact|overreacting|overreacted|over_reacting|exaggerate|exaggerating|exaggerated|
            melodramatic|hysterical|irrational|oversensitive|over_sensitive
        too|so|being|overly *1 dramatic|sensitive|emotional|paranoid|silly|ridiculous|childish|crazy
        look on the bright side
        look|think|stay|be positive
        not the end of the world
        at least you|its|it|he|she|youre|youve|they|theres|nobody|no_one|somebody|someone
            (not before that|may|know)
        i|we know|understand exactly|just how you feel
        i know how you feel
        just a phase|bad_day|rough_patch|mood|feeling
        all in your head|mind
        snap out of it|this
        man|toughen up
        be strong|brave
        you should be grateful|thankful|glad|happy
        time heals
        everyone|everybody|we_all feels|feel|has|have|gets|goes|go
            that|like_that|like_this|bad_days|down_days|through_this|problems|sad
        cry for help|attention
        no big|great deal
        its|this_is|thats just|only money|words|work|a_job|a_bill|a_phone|an_account
        youll feel|be better|fine|over_it tomorrow|soon|in_the_morning|by_morning
        """,
        here=_HERE,
        sad=_SAD,
        time=_TIME,
    ),
    excepted=phrases(
        """
        tell|ask|telling|asking you to calm|relax|cheer|settle
        no|not need? to? be brave|strong
        dont|neednt|not *2 have? to? be brave|strong
        """,
    ),
)
