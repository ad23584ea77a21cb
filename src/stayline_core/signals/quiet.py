"""Figures of speech, blanked out before the rules read: "this bill is killing me"."""

from __future__ import annotations

import re
from typing import Final

from stayline_core.signals.rules import expand
from stayline_core.signals.words import WORDS

QUIET: Final = (
    ((
        "killing"
    ), (
        "(?:is|are|was|were|been|its|keeps?|just|bills?|prices?|back|head|feet|heat|wait|"
        r"suspense|that|this|really|fees?|me) (?:\w+ )?killing (?:me|us|my (?:back|feet|"
        "battery|credit|budget|wallet|vibe|business|data))"
    )),
    ((
        "killing_it"
    ), (
        r"(?:youre|you are|theyre|hes|shes|im|we are|absolutely|really|totally|ur|is) (?:\w+ "
        ")?killing it|killed it|make a killing|made a killing|painkillers?|buzz ?kill|kill "
        "?joy|overkill|roadkill"
    )),
    ((
        "kill_for"
    ), (
        r"(?:could|would|id|i would|i could) (?:\w+ )?kill (?:for|to (?:have|get|be|see)) "
        r"(?!you|him|her)(?:\w+ ){0,3}\w+|kill(?:ing)? (?:some |the )?time|kill two birds|"
        "(?:if )?looks could kill|dressed to kill|killer (?:deal|app|instinct|whale|workout|"
        "view|price|sale|smile|outfit|feature|features)|kill bill|licen[sc]e to kill|to kill "
        "a mockingbird|kill or be killed|kill switch|kill off|curiosity killed the cat|kill "
        "the (?:mood|vibe|lights?|engine|power|process|deal|service|session|app|job|task|"
        "connection|switch|noise)|killed (?:the )?(?:mood|vibe|battery|deal|process|phone)|"
        "(?:kill|stop|end|restart) (?:the|that|this) (?:process|service|task|job|app|thread)"
    )),
    ((
        "die_for"
    ), (
        "no time to die|(?:to|id|i would|would) die for(?: that| this| a| the| some| one)?|"
        "(?:dying|die) to (?:know|see|try|hear|get|go|meet|find|have|visit|eat|play|watch)|"
        "dying of (?:laughter|curiosity|boredom|thirst|hunger|heat)|(?:died|dead|dying|die) "
        "(?:of )?(?:laughing|laughter|inside laughing|from laughing)|(?:nearly|almost|"
        r"literally|just) (?:\w+ )?died (?:laughing|of (?:laughter|embarrassment|shame)|when|"
        "from)|(?:im|i am|i was|am) (?:so )?dead (?:lol|lmao|haha|tired|serious|set|sure|"
        r"inside)|(?:laughed|laughing) (?:\w+ )?to death|(?:bored|tickled|scared|worried|"
        r"starved|starving|freezing|froze) (?:\w+ )?(?:half )?to death|die hard|never say die|"
        "old habits die hard|do or die|diehard"
    )),
    ((
        "dead"
    ), (
        "dead (?:battery|batteries|phone|line|lines|end|ends|zone|zones|pixels?|link|links|"
        "weight|beat|lock|bolt|heat|sea|air|on|right|wrong|set|serious|tired|last|pool|poet|"
        "lift|lifts|car|tree|trees|plants?|grass|lawn)|over my dead body|drop dead gorgeous|"
        "(?:battery|phone|line|laptop|car|screen|internet|computer|remote|signal|connection|"
        r"wifi|engine|tv|tablet|modem|router|fridge|ac|furnace) (?:\w+ ){0,2}(?:is|are|was|"
        r"were|went|has|keeps?|died|dies|dying|got|goes) ?(?:\w+ )?(?:dead|died|dies|dying|"
        "die)?|walking dead|grateful dead|red dead|evil dead|day of the dead|deadpool"
    )),
    ((
        "bomb"
    ), (
        "(?:bath|photo|seed|cherry|stink|smoke|glitter|sugar|calorie|love|time|jager|cocoa|"
        "chocolate|hot chocolate|f|logic|zip|fork|sex|price|truth|water|flea|bug|da|carb|"
        r"flavou?r|irish car|yarn|email|review|mail) bombs?|photobomb\w*|bombshells?|"
        r"bombastic|bath ?bombs?|carpet ?bomb\w*|bombard\w*|bombay|(?:is|was|are|were|youre|"
        r"its|thats|looks|tastes|be|so|totally|absolutely) (?:\w+ )?the bomb(?: dot com| "
        r"diggity)?|the bomb com|bombed (?:the|my|that|his|her|an?|on|at) ?(?:\w+ "
        ")?(?:interview|test|exam|quiz|presentation|audition|final|box office|class|meeting|"
        "midterm|set)|bombed (?:it|out)|bomb (?:cyclone|pops?|shelter|ass|food|diggity)|"
        r"(?:drop|dropped|dropping|dropping the) (?:a |the )?(?:\w+ )?(?:f )?bombs? (?:on|"
        "about|that)|bomb (?:sniffing|disposal)|(?:cost|costs|charge|worth|paid|spent) (?:me "
        r")?(?:\w+ )?a bomb|ticking time bomb|(?:absolute|total) (?:\w+ )?bomb"
    )),
    ((
        "shoot"
    ), (
        "shoot (?:me|you|him|her|us|them|over|it|ya|off)(?: over| across| back)? (?:an?|the|"
        r"some|your|my|that|those) (?:\w+ )?(?:email|e mail|mail|text|message|msg|note|line|"
        "link|quote|reply|copy|number|dm|sms|invoice|pdf|file|question)|shoot (?:me|you|him|"
        r"her|us|them) an? \w+|shoot the (?:breeze|messenger|moon|shit)|shoot (?:hoops|pool|"
        "for|photos|pictures|video|a video|some)|photo ?shoot|(?:long|big|head|screen|snap|"
        r"flu|booster|cheap|moon) ?shots?|dont shoot the messenger|troubleshoot\w*|oh shoot"
    )),
    ((
        "hit"
    ), (
        "(?:hit|hits|hitting) (?:me|us|you|him|her|them) (?:up|back|that|with (?:a (?:fee|"
        "charge|bill|late|surcharge|price|penalty)|an (?:extra|overdraft|unexpected|"
        "additional)|the (?:details|news|facts|best|info)|another|late|more|some|two|fees?|"
        "charges?))|(?:it|that|this|what|which|reality|hunger|news|then|price|hike|heat|"
        r"loss) (?:\w+ ){0,2}(?:hit|hits) (?:me|us|you) (?:like|hard|when|as)|hit (?:my|the|"
        "our|your|a|rock|it|send|enter|submit|refresh|play) ?(?:limit|target|road|button|"
        "goal|deductible|wall|gym|roof|jackpot|nail|spot|hay|sack|books|brakes|bottom|off|"
        "max|cap|link|key|snooze|market|head)?|hit or miss|(?:beat|beats|beating) (?:me|you|"
        "us|them|him|her) to (?:it|the|that)|beat (?:the )?(?:traffic|rush|heat|crowd|odds|"
        "clock|price|competition|system|market|around the bush|drum|egg|eggs)|(?:cant|hard "
        "to|to|that) beat (?:(?:that|this|those|the) (?:price|deal|offer)|it|that|this)|"
        r"^(?:it )?beats me|it beats|punch (?:in|line|card|bowl|list|out)|beat (?:that|"
        "this|their|your|his) (?:price|offer|quote|deal|rate|time|score|record)|kick (?:back|"
        "off|in|ass|start|boxing|butt)|kicked (?:me|him|her|us|them) (?:out|off)|kicking "
        "(?:and screaming|it)"
    )),
    ((
        "self"
    ), (
        "(?:could|would|id|want to|gonna) (?:just )?(?:kill|kick|hit|slap|punch|shoot|hang) "
        r"<self> for (?:\w+ ){0,2}\w+ing?|(?:shot|shoot|shooting|shooting) <self> in the foot|"
        r"(?:almost|nearly) (?:killed|hurt) <self> (?:\w+ ){0,3}(?:laughing|tripping|slipping|"
        "trying|on|getting|moving|lifting)|(?:worked|working|work|laughed|laughing) <self> "
        "to death|burn(?:ing|ed|t)? <self> out|cut(?:ting)? <self> (?:some slack|off|short)|"
        "(?:beat|beating|beats) <self> up|kill(?:ing)? <self> (?:to (?:pay|make|get|finish|"
        "meet|earn|keep)|working|at work)|killing myself laughing|killing yourself|hurting "
        "(?:my|your) (?:credit|score|chances|wallet|feelings)"
    )),
    ((
        "media"
    ), (
        "suicide (?:squad|doors?|girls|boys)|(?:playing|play|listen to|listening to|watch|"
        "watching|watched|tickets? (?:to|for)|(?:movie|film|song|album|band|book|novel|show|"
        r"game) (?:called|named)|movie|film|song|album|book|novel|album|series|titled) (?:\w+ "
        "){0,4}(?:kill|killer|killers|killing|die|dying|dead|murder|death|suicide|bomb|bombs|"
        r"shoot|gun|guns|shot|violence|abuse|rape)(?: \w+){0,3}|murder (?:mystery|she wrote|"
        "on the orient express)|(?:the )?killers|call of duty|grand theft auto|crime scene|"
        "true crime"
    )),
    ((
        "self_harm_words"
    ), (
        "suicide (?:prevention (?:week|month|day|training|policy|walk)|awareness|rates?|"
        "statistics|doors|lanes?|rule|mission|wings|burger)|killer (?:bees|whales?)|lady "
        "?killer|weed ?killer|bug killer"
    )),
    ((
        "insure"
    ), (
        "(?:accidental|wrongful) death|death (?:benefits?|certificates?|in the family|claim|"
        "toll|valley|star|metal|tax|cab)|life insurance|in case (?:of|i) (?:my )?(?:death|"
        r"die|dies|dying)|(?:if|when|after|before) (?:i|he|she|my (?:\w+ )?<person>) (?:die|"
        "dies|died|pass|passes|passed)(?: away)? (?:who|what|does|do|will|would|how|can|is|"
        "are)|end(?:ing)? (?:of )?(?:my|the|this) (?:subscription|contract|membership|lease|"
        "plan|trial|call|policy|service|account)"
    )),
)  # fmt: skip

_QUIET: Final = re.compile(
    r"\b(?:" + "|".join(f"(?:{expand(pattern, WORDS)})" for _, pattern in QUIET) + r")\b"
)
_GATE_WORDS: Final = (
    "kill killing killed killer killers kills die died dying dies dead death bomb bombs "
    "bombed bombing shoot shot shots shooting hit hits hitting beat beats beating punch kick "
    "kicked kicking murder suicide myself self end ending gun guns violence abuse rape "
    "photobomb photobombed bombshell bombard bombarded "
)
_GATE: Final = frozenset(_GATE_WORDS.split())


def without_figures(text: str, words: set[str]) -> str:
    """Return plain text of the same length with every figure of speech blanked by `~`."""
    if words.isdisjoint(_GATE):
        return text
    return _QUIET.sub(lambda found: "~" * len(found[0]), text)
