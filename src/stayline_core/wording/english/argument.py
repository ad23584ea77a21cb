"""W13: arguing, in English: contradicting, daring, threatening back, sarcasm, policy first."""

from typing import Final

from stayline_core.wording.phrase import phrases
from stayline_core.wording.rule import Rule

_END: Final = (
    "hang_up|end|ending|terminate|terminating|disconnect|cut|cutting|hanging_up|close|stop_helping|"
    "call_the_police|call_security|stop_this"
)

ARGUMENT: Final = Rule(
    code="W13",
    title="Argues",
    what="argues with the person",
    reason="Contradiction, a dare or an ultimatum makes people prove the point. Nobody was ever "
    "argued out of danger.",
    instead="I hear you, and I want to understand.",
    replaces="sentence",
    source="S2-17; domain reference, sections 5 (do not argue) and 9",
    phrases=phrases(
        """
        you_are|youre|youre_just not listening
        ^ i|we never|didnt|did_not said|say|promised|promise|agreed that|this|it|so|anything
        you cant|cannot be serious
        ^ do what|as|whatever you want|like|please $
        ^ actually ,? our|my|your|his|her
        i|we dont|do_not think|believe|suppose you *1 mean|would|will|are_serious
        one more word|time|insult and
        ^ whatever you say
        not going_to argue
        that|this|it is|was simply|just|really|actually|plainly not|untrue|wrong|false
            true|correct|so|possible|right
        not what our|my|the records|system|notes|screen|file|account say|says|show|shows|tell
        you wouldnt|wont|would_not|dont dare
        ^ then|so do it
        thats|that_is just how it|things is|works|work|are
        i|ive|i_have told|asked|explained|warned you *3 times|once|twice|already|before
        you clearly|obviously havent|didnt|arent|werent
        ^ nice try
        that|this|it makes|make no sense
        you_are|youre|thats|that_is|that_was|its|it_is|youve_got_it *1
            wrong|mistaken|incorrect|untrue|
            nonsense|rubbish|false|absurd|a_lie (not after if|when|what|say)
        you_are|youre|you_must_be|you_have|you_were *2 lying|bluffing|lied|making_it_up|
            making_this_up|
            joking|kidding|confused
        that|this|it|which isnt|wasnt|cant|cannot|is_not|was_not|can_not|doesnt|does_not be?
            true|correct|so|possible|how_it_works|what_happened|what_i_see|what_i_said|
            what_you_said|the_case|make_sense
        thats not true|correct|so|possible|how_it_works|what_happened|the_case
        its not true|correct|so|how_it_works|what_happened|the_case
        not what i|we see|said|have here?
        that|it|this|which sounds|seems|looks unlikely|impossible|incredible|far_fetched|ridiculous
        thats|that_is unlikely|ridiculous|far_fetched|impossible|not_possible
        i|we dont|do_not|hardly|find_it_hard_to believe you|a_word (not before
            had|have|were|can|are)
        i doubt that|it|this|you
        i|we disagree|beg_to_differ with?
        ^ no|oh|well|um|er|yes ,? actually
        ^ actually ,? you|it|that|thats|its|no|we|the
        as i|we already|just|have said|told|explained|explain
        as|like i|we said|told|explained before|earlier|already|you
        ^ like i said
        i|ive|i_have already|just told|explained|said you|that|this|to_you|so
        you dont|do_not|didnt|cant|cannot really|actually|possibly|even? mean that|it|this
        you wouldnt|couldnt|wont|would_not|cant|cannot really|actually|even? do that|it|this|so
        youre|you_are just|only saying|bluffing|doing_this|doing_it|saying_that|after|looking_for
        ^ no|oh_no ,? you wont|cant|didnt|wouldnt|arent|havent
        ^ go ahead|on ,? then
        ^ go ahead , and|if
        i dare you
        prove it
        be my guest
        if you *6 i|we|ill|well|im|we_will|i_will|i_shall|going_to
            will|shall|going_to|am|have_to|must? <end>
        stop|calm|either|unless *6 or|and i|ill|we|well|i_will|we_will <end>
        or i|ill|we|well|i_will|we_will *2 <end>
        or else $
        last|final|only chance|warning
        im|i_am warning you
        i warn|warned you
        dont you dare
        dont|do_not|stop you? threaten|threatening me|us
        dont|do_not|stop you? shout|swear|shouting|swearing|talk|talking|speak|speaking
            at|to|like|with
            me|us|that|this
        dont|do_not take|use that tone
        is|was that a threat
        are you threatening|trying_to_threaten|serious|kidding|joking|trying_to_be_funny|accusing
        watch|mind your tone|language|mouth
        you_have|youve no right|idea
        you cant|cannot|may_not|are_not_allowed_to talk|speak|threaten|come to|like|that|this|here
        i|we wont|dont|will_not|refuse_to|do_not tolerate|accept|put_up_with|be_spoken_to *1
            this|that|your|such|like|abuse|threats
        oh ,? really
        ^ yeah ,? right
        ^ sure ,? you did|are|do|will|would
        ^ good for you $
        ^ if you say so
        ^ so what $
        ^ big deal
        what a surprise
        how nice|lovely for you
        thanks|thank_you for nothing
        boo hoo
        cry me
        thats|its|that_is|it_is|this_is *1 our|the|company|against|just our?
            policy|policies|rules|rule
        our|company policy|rules is|are|says|say|states|clearly
        rules are rules
        nothing i|we can do
        not my|our problem|fault|job|department
        take it or leave it
        obviously|clearly ,? you|youre
        you clearly|obviously dont|do_not|cant|cannot|have|think|want|never
        """,
        end=_END,
    ),
    excepted=phrases(
        """
        nothing i|we can do *2 until|alone|by|that
        if you want|like|prefer|wish|need|say_so_i
        are you serious about
        not|wasnt|isnt wrong
        """,
    ),
)
