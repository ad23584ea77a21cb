"""The word list that rule patterns draw on: one place for how people say a thing.

Spellings are those of plain text (lower case, apostrophes gone) and of hurried typing.
Nothing here describes how harm is done: only as much as is needed to hear that it is meant.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

WORDS: Final = MappingProxyType(
    {
        # who
        "i": r"i|im|ive|ima|imma|iam",
        "person": (
            "wife|husband|partner|boyfriend|girlfriend|bf|gf|fiance|fiancee|ex|son|daughter|"
            "child|kid|baby|mother|mum|mom|father|dad|stepdad|stepfather|stepmother|stepmom|"
            "parents?|brother|sister|uncle|aunt|auntie|cousin|grandfather|grandmother|"
            "grandson|granddaughter|niece|nephew|friend|best friend|mate|lad|bloke|boy|girl|"
            "little one|stepson|stepdaughter|stepchild|toddler|gran|granny|nan|grandad|"
            "grandpa|grandma|nurse|doctor|teacher|priest|pastor|officer|therapist|care "
            "worker|step ?dad|step ?mum|step ?mom|step ?brother|step ?sister|hubby|missus|"
            "fella|resident|patient|caller|roommate|flatmate|housemate|neighbou?r|colleague|"
            "coworker|co worker|boss|manager|supervisor|tenant|landlord|client|customer|"
            "student|teacher|coach|carer|caregiver|caretaker|guardian|in laws?|mother in law|"
            "father in law|dog"
        ),
        "people": r"family|families|kids|children|parents|wife and kids|people|neighbou?rs|friends"
        r"|colleagues|coworkers|staff|sons|daughters|sisters|brothers",
        "they": (
            "he|she|they|hes|shes|theyre|hell|shell|theyll|hed|shed|theyd|somebody|someone|"
            r"(?:my|his|her|their|our|a|the|this|that) (?:\w+ )?<person>s?|(?:this|that|the|a|"
            "some) (?:man|guy|woman|lady|girl|boy|person|caller|customer|gentleman)"
        ),
        "self": r"myself|my self|meself|my own self",
        (
            "selves"
        ): r"himself|herself|themselves|themself|hisself|theirself|theirselves|him self|her self",
        # meaning to
        ("going"): (
            r"(?:im|i am|ima|imma|iam|were|we are|i was|am) (?:(?!not|never)\w+ )?(?:going to|"
            "gonna|gunna|goin to|gona|about to|ready to|bout to|fixing to|planning to|"
            "planning on|prepared to|thinking of|thinking about|considering|going|here to|"
            "coming to|on my way to|of a mind to)"
        ),
        (
            "will"
        ): r"(?:ill|i will|i shall|i might|i may|ima|imma|i wanna|i want to|i wana|i would like to"
        r"|id like to|i need to|i plan to|i intend to|i have decided to|ive decided to|i decided to"
        r"|im gonna|i gotta|i have to|i am going to|i swear ill|ill fucking|we will|were gonna"
        r"|i feel like|i might as well|i may as well|i promise to|i mean to|i can|i could|i should"
        r"|id|i would|i wish i could|i really want to|i just want to|i just wanna|i only want to)",
        "intend": r"<going>|<will>",
        "their_intent": (
            "(?:is|was|are|were|hes|shes|theyre|keeps|kept|says|said|talks|talking)? "
            "?(?:going to|gonna|about to|wants to|want to|wanted to|threatening to|"
            "threatened to|threatens to|trying to|tried to|tries to|planning to|plans to|"
            "will|might|may|would|hell|shell|theyll|thinking of|thinking about|talking about|"
            "hed|shed|theyd|wanna|could|intends to|decided to)"
        ),
        # saying that one will not
        ("denied"): (
            "(?:not|never|dont|doesnt|didnt|wont|wouldnt|couldnt|cant|cannot|isnt|arent|"
            "wasnt|havent|hasnt|aint|nor|without|no (?:plans?|intention|intent|desire|"
            "thoughts?|wish))(?: (?:ever|actually|really|even|just|going|gonna|go|to|want|"
            "wanted|wanna|wish|be|been|have|planning|plan|thinking|think|of|about|on|intend|"
            "intending|mean|meant|try|trying|talking|saying|threatening|feel|like|do|think "
            "(?:that )?(?:i|im|i am|i would|i will|ill|id|i want))){0,6}"
        ),
        # self-harm
        ("kill_ing"): (
            "kill|killing|hurt|hurting|harm|harming|hang|hanging|shoot|shooting|drown|"
            "drowning|stab|stabbing|cut|cutting|unalive|unaliving|end|ending|top|topping|off|"
            "offing|burn|burning|starve|starving|poison|poisoning|injure|injuring"
        ),
        "suicide": r"suicide|sucide|suiside|suicid|suicde|sewer slide|sewerslide",
        "suicidal": r"suicidal|sucidal|suicical|suisidal|suicidle",
        ("my_life"): (
            "(?:my|this|my own|this miserable|my miserable|my whole|this whole) (?:own "
            ")?(?:life|existence)"
        ),
        # violence
        ("kill"): (
            "kill|kil|throttle|murder|shoot|stab|strangle|slaughter|behead|execute|"
            "exterminate|butcher|assassinate|lynch|unalive|massacre|annihilate|eliminate|"
            "decapitate|eradicate"
        ),
        "hurt": r"hurt|harm|attack|assault|beat|punch|slap|kick|choke|smash|stomp|bash|injure|maim"
        r"|cripple|torture|batter|whack|thump|belt|deck|clobber|cut|burn|drown|hang|knife|gut|skin"
        r"|rape|poison|run over|knock out|run down",
        "you_all": (
            "you|u|ya|yall|you all|all of you|every one of you|every single one of you|"
            "everyone|everybody|every one|anyone|anybody|someone|somebody|every single "
            "person|every last one|one of you|some one|some of you|you people|you guys|you "
            "lot|your lot|people"
        ),
        "victim": (
            "<you_all>|him|her|them|those|these|that|this|it all|(?:my|your|his|her|their|"
            r"our|the|ur) (?:\w+ )?(?:<person>|<people>|boss|agent|manager|staff|whole family|"
            "guy|man|woman|technician|engineer|driver|installer|workers?|employees?|team|"
            r"doctor|nurse|judge|cop|police)|(?:that|this|those|these|all|the) (?:\w+ "
            r")?(?:\w+ )?(?:ones?|man|woman|guy|bitch|bastard|bastards|idiot|idiots|people|"
            "person|lot|fucker|fuckers|women|men|kids|manager|agent|driver|technician|"
            "engineer)|all (?:of )?(?:them|those|these)"
        ),
        # bombs
        (
            "bomb"
        ): r"bombs?|explosives?|ied|ieds|explosive device|explosive devices|pipe bombs?|car bomb"
        r"|dynamite|detonator|grenades?",
        ("place"): (
            "building|office|offices|school|hospital|station|airport|plant|headquarters|hq|"
            "store|shop|mall|bank|branch|lobby|basement|car park|parking lot|garage|"
            "warehouse|depot|factory|church|mosque|synagogue|temple|courthouse|court|city "
            "hall|town hall|stadium|theatre|theater|hotel|call cent(?:er|re)|cent(?:er|re)|"
            "place|premises|site|plane|train|bus|house|home|substation|facility|library|"
            "college|university|campus|embassy|restaurant|cafe|bar|club|street|town|city|"
            "toilets?|restroom|bathroom|van|truck|car"
        ),
        # abuse
        ("hits"): (
            "hits|hit|hitting|beats|beat|beating|beaten|slaps|slapped|slapping|punches|"
            "punched|punching|kicks|kicked|kicking|chokes|choked|choking|strangles|strangled|"
            "strangling|burns|burned|burnt|abuses|abused|abusing|rapes|raped|raping|molests|"
            "molested|molesting|assaults|assaulted|assaulting|hurts|hurt|hurting|harms|"
            "harmed|harming|whips|whipped|canes|caned|bites|bit|shoves|shoved|attacks|"
            "attacked|attacking|grabs|grabbed|stabs|stabbed|gropes|groped|fondles|fondled|"
            "threatens|threatened|threatening|harasses|harassed|harassing"
        ),
        ("us"): (
            r"me|us|em|her|him|them|(?:my|his|her|their|our|the) (?:own )?(?:\w+ "
            ")?(?:<person>|<people>|baby|kid|boys?|girls?|little one|face)"
        ),
        # abuse of staff
        ("insult"): (
            "stupid|dumb|idiots?|idiotic|morons?|moronic|useless|incompetent|pathetic|"
            "worthless|bitch|bitches|bastards?|cunts?|whores?|sluts?|assholes?|arseholes?|"
            "dickheads?|dicks?|motherfuckers?|fuckers?|pricks?|shitheads?|dumbass|jackass|"
            "scum|scumbag|trash|garbage|wankers?|twats?|retard|retarded|imbecile|loser|"
            "losers|clowns?|fat|ugly|disgusting|liar|liars|crooks?|thief|thieves|scammers?|"
            "suck|sucks|punk|punk ass|annoying|boring|shit|shitty|crap|crappy|joke|piece of "
            "(?:shit|crap|trash)|brain ?dead|braindead|lazy|ignorant|dumbest|stupidest|"
            "asshat|whore|slut|fool|fools|jerk|jerks|creep|pig|pigs|cow|rude|horrible|"
            "terrible person|waste of (?:space|time|oxygen)|disgrace|muppets?|thick|the worst"
        ),
        ("slur"): (
            "bitch(?:es|y|in|ing|ass)?|hoes?|cunts?|whores?|sluts?|faggots?|fags?|nigg(?:er|"
            "ers|a|as|uh|ah|az)|dykes?|retard(?:s|ed)?|pussy|twats?|wankers?|bastards?|"
            "assholes?|arseholes?|dickheads?|motherfuckers?|mf|fuckers?|pricks?|shitheads?|"
            "dumbass|jackass|skanks?|thots?|trann(?:y|ies)|coons?|spics?|wetbacks?|chinks?|"
            "kikes?|pakis?|raghead|queers?|redneck|hillbilly|scumbag|morons?|imbecile|"
            "douche(?:bag)?|dipshit|bellend|tosser|cocksucker"
        ),
        # where words mean something else
        "accident": (
            r"gym|shaving|shaved|shave|cooking|packag\w+|tin|lid|knife slipped|accident\w*|"
            r"slipped|tripped|fell|working out|workout|exercis\w+|lifting|ladder|insurance|"
            "claim|at work|on the job|playing|running|football|hiking|kitchen|box|laughing|"
            "oven|stove"
        ),
        "later": (
            "today|tonight|yet|right now|at the moment|for now|immediate|tomorrow|this "
            "week|at least"
        ),
        "play": (
            "game|games|gaming|movie|film|novel|song|lyrics|episode|character|story|book|"
            "video game|xbox|playstation|level|boss fight|chess|match|team|opponent|record|"
            "deal|traffic|price|competition|odds|rush|crowd|heat|system"
        ),
        "media": (
            "movie|film|game|novel|song|episode|show|book|history|war|museum|documentary|"
            "recipe|drink|cocktail|hiroshima|world war|lyrics|squad arrived|scare in the "
            "news"
        ),
        "figure": (
            "(?:hit|hits|hitting) (?:me|us|him|her) (?:that|up|with|back|in "
            "the (?:wallet|pocket))|beat (?:me|us|him|her|them) (?:to|at|in|on|by)|"
            "(?:hit|burned|hurt) (?:me|us) (?:with )?(?:financially|twice|fees?|charges?|a "
            "fee)|(?:traffic|storm|hurricane|price|prices|fee|fees|charge|charges|bank|"
            "company|inflation|bill|bills|tax|taxes|score|credit|economy|virus|flu|truck|"
            "bus|driver|car|dog|bee|mosquito|cat) ~2 (?:hit|hits|hitting|beats|kills|hurt|"
            "hurts|hurting|bit|bites|attacked)"
        ),
    }
)
"""Names of the list, each with its alternatives; `<name>` in a pattern stands for it."""
