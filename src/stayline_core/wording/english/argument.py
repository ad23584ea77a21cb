"""W13: arguing, in English: contradicting, daring, threatening back, sarcasm, policy first."""

from typing import Final

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
    source="W13; domain reference, sections 5 (do not argue) and 9",
    phrases=(
        (
            "you_are|youre|thats|that_is|youve *1 wrong|mistaken|incorrect|untrue|nonsense|"
            "rubbish|false|"
            "absurd|confused|lying|bluffing|joking|a_lie"
        ),
        (
            "you_are|youre|you_must|you_have|you_were *2 lying|bluffing|lied|making_it_up|"
            "making_this_up|"
            "joking|kidding"
        ),
        (
            "thats|that|this|it|which is|was|isnt|wasnt|cant|cannot|doesnt not? be? true|right|"
            "correct|so|possible|how_it_works|what_happened|"
            "what_i_see|what_i_see_here|what_i_said|what_you_said|the_case|our_problem|"
            "my_problem|make_sense"
        ),
        "thats|its not true|right|correct|so|possible|how_it_works|what_happened|fair",
        "not what i|we see|said|have here?",
        (
            "that|it|this|which is|sounds|seems|looks|thats unlikely|impossible|incredible|"
            "far_fetched|ridiculous"
        ),
        "thats unlikely|impossible|ridiculous|not_possible",
        "i|we dont|do_not|cant|cannot|find_it_hard_to|hardly believe you|that|this|it|a_word",
        "i doubt|disagree|beg_to_differ|very_much_doubt that|it|this|you|with?",
        "no|oh|well|um|er ,? actually",
        "as i|we already|just|have said|told|explained|explain",
        (
            "i|we already|just|have told|explained|said you|that|this|to_you *2 already|before|"
            "so|that|this"
        ),
        "i|we|ive already told|explained|said",
        "like|as i said",
        (
            "you dont|do_not|didnt|cant|wouldnt|couldnt|wont|would_not really|actually|possibly|"
            "even? mean|do that|it|this|anything"
        ),
        "youre|you_are just|only saying|trying|doing|bluffing|saying_that|trying_to",
        "no|oh_no you|youre|you_re wont|dont|cant|not|didnt|wouldnt",
        "go ahead ,? then|and|if",
        "go on then",
        "i dare you",
        "prove it",
        "be my guest",
        (
            "if you *6 i|we|ill|well|im|we_will|i_will|i_shall|going_to will|shall|going_to|am|"
            f"have_to|must? {_END}"
        ),
        f"stop|calm|either|unless *6 or|and i|ill|we|well|i_will|we_will {_END}",
        f"or i|ill|we|well|i_will|we_will *2 {_END}",
        "or else",
        "last|final|only chance|warning",
        "im|i_am warning you",
        "i warn you",
        (
            "dont you? dare|threaten|shout|swear|raise|talk|speak|take_that|use_that at|me|us|"
            "your|to|like|with|tone?"
        ),
        "is that a threat",
        "are you threatening|trying_to_threaten|serious|kidding|joking|trying_to_be_funny|accusing",
        "watch|mind your tone|language|mouth|words|step",
        "how old are you five",
        "you_have|youve no right|idea|reason",
        (
            "you cant|cannot|may_not|are_not_allowed_to talk|speak|threaten|say|do|come to|like|"
            "that|this|here"
        ),
        (
            "i|we wont|dont|will_not|refuse_to|do_not tolerate|accept|put_up_with|take|listen_to|"
            "be_spoken_to|have_to_listen *1 this|that|your|such|like|"
            "abuse|threats|to"
        ),
        "oh really",
        "yeah|yes right",
        "sure you did|are|do|will",
        "good for you",
        "if you say so",
        "so what",
        "big deal",
        "what a surprise|shame|pity",
        "how nice|lovely for you",
        "thanks|thank_you for nothing",
        "boo hoo",
        "cry me",
        (
            "thats|its|that_is|it_is|this_is *1 our|the|company|against|just our? policy|"
            "policies|rules|rule|procedure"
        ),
        "our|company policy|rules is|are|says|say|states|clearly",
        "rules are rules",
        "nothing i can do",
        "not my|our problem|fault|job|department",
        "take it or leave it",
        "obviously|clearly you|youre|dont",
        "you clearly|obviously",
    ),
    excepted=(
        "nothing i can do *2 until|alone|by",
        "if you say so|that *3 i",
        "good for you to|and",
        "are you serious about",
    ),
)
