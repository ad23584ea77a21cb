"""Words of violence said outright by the caller, and wishes that somebody die."""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form
from stayline_core.signals.rules import Rule

VIOLENCE_RULES: Final = (
    Rule(
        id="violence.intent.kill",
        form=Form.DIRECT,
        says=(
            (
                r"<intend>(?: \w+){0,2} (?:<kill>|killing|murdering|shooting|stabbing|"
                r"strangling)(?: \w+)? <victim>"
            ),
        ),
        unless=(
            (
                r"(?:kill|murder) (?:this|that|these|those|the) (?:\w+ )?(?:burger|pizza|"
                "sandwich|presentation|interview|exam|test|workout|dance|song|speech|meal|"
                "steak|cake|beer|project|subscription|order)"
            ),
            "(?:shoot|shooting) (?:you|him|her|them|u|ya) (?:a|an|over|off|the|some|my) ",
            (
                r"kill (?:that|this|it|those|these) (?:\w+ )?(?:process|app|service|task|job|"
                "switch|engine|time|deal|bug|bugs|session|account|noise|alarm|light|lights|"
                "program|subscription|spider|weed|weeds|ants|mice|rats|germs|mold)"
            ),
            "<play>",
        ),
        denied=True,
        reason="The caller says that they mean to kill somebody.",
    ),
    Rule(
        id="violence.intent.hurt",
        form=Form.DIRECT,
        says=(
            (
                "(?:<i>|my) ~6 (?:to|and|might|could|ill|will|would|going|gonna|just) "
                "(?:<kill>|hurt|harm|attack|choke|smash|punch|hit|beat) (?:you|u|him|her|"
                r"them|someone|somebody|everyone|people|my (?:\w+ )?(?:<person>|<people>))"
            ),
            (
                "(?:<going>|ill|i will|i want to|i wanna|imma|ima|we will|i swear ill|id like "
                r"to|i could)(?: \w+){0,2} (?:<hurt>|hit)(?: the (?:hell|shit|crap|life|fuck) "
                "out of)? (?:the (?:next|first|fucking|damn|stupid)|whoever|any|every|each|one "
                r"of|whatever|which ?ever)(?: \w+)? (?:\w+)|(?:run|running|mow|mowing) (?:you|u|"
                r"him|her|them|people|someone|somebody|everyone|your \w+) (?:over|down)"
            ),
            (
                "(?:<going>|ill|i will|i want to|i wanna|imma|ima|id like to|i need to|we will|"
                r"i swear ill|i might|id love to|i would love to|i could)(?: \w+){0,2} "
                "(?:<hurt>|hurting|beating|attacking|punching)(?: up)? <victim>"
            ),
        ),
        unless=(
            (
                "(?:want|wants|told|asked|asking|like|need|needs|get|trying|allow|let|"
                r"causing|going|got|how|use) (?:\w+ )?(?:you|him|her|them|it|this|that|me|"
                "anyone|someone) to|that (?:would|could|will|might) hurt|hit (?:him|her|"
                "them|you|someone|somebody) (?:up|back|with)|(?:beat|hit|attack) (?:him|"
                "her|them|you|people) (?:at|in|on)|shoot (?:you|him|her|them|someone|"
                "people) (?:an?|the|over|some|my)|help people|did you|(?:hurts?|hit) (?:me )?"
                "(?:when|where|if|that) (?:he|she|they|it)"
            ),
            (
                "(?:ill|will) end up hurting|(?:hit|beat) (?:the )?(?:next|first) (?:level|"
                "button|store|one|exit|goal|target|bus)"
            ),
            (
                "(?:beat|punch|hit|cut|run|kick|knock|slap|burn) (?:you|that|this|them|it) "
                "(?:to|in the|up with|a|an|off|down on|there|by|price|offer|deal|quote)"
            ),
            (
                r"(?:beat|cut|run|kick|burn|attack|smash|skin) (?:that|this|these|those) (?:\w+ "
                ")?(?:price|offer|time|deal|quote|record|problem|issue|level|game|habit|list|"
                "score|cd|cds|dvd|calories|fat|check|report|by)"
            ),
            "feelings|credit|wallet|business|reputation|sales|<play>",
        ),
        denied=True,
        reason="The caller says that they mean to hurt somebody.",
    ),
    Rule(
        id="violence.intent.family",
        form=Form.DIRECT,
        says=(
            (
                r"(?:i|ill|im|we) ~4 (?:<kill>|<hurt>|killing|hurting) (?:my|our) (?:\w+ "
                ")?(?:<people>|<person>)"
            ),
        ),
        unless=(
            "(?:dont|not|never|didnt|wouldnt) ~4 (?:<kill>|<hurt>)|feelings|<play>",
            (
                "couldnt (?:hurt|harm)|(?:hurt|harm) my (?:family|kids|friends) (?:financially|"
                "budget)|will (?:this|it) hurt"
            ),
        ),
        reason="The caller says that they will harm their own family or people close to them.",
    ),
    Rule(
        id="violence.intent.come",
        form=Form.DIRECT,
        says=(
            (
                r"(?:i|ill|im|we|well|imma) ~3 (?:come|coming|reach|climb|drive|walk) (?:\w+ "
                "){0,6}and (?:<kill>|<hurt>) (?:you|u|him|her|them|everyone|everybody|somebody|"
                "someone|anyone|anybody|that|your|all|the|every|each)"
            ),
            (
                "(?:i|ill|im|we|well|were|imma) ~3 (?:come|coming|be|show|showing|go|going|"
                "bring|bringing|get|getting|grab|load|loading|back|walk|walking) ~6 (?:gun|"
                "guns|knife|rifle|shotgun|machete|bat|weapon|ak|ar15|pistol)"
            ),
            (
                r"(?:ill|i will|im going to|im gonna|imma|we will|im) (?:\w+ )?(?:hunt|track) "
                "(?:you|him|her|them|every one of you|all of you)(?: all)? down"
            ),
            (
                "(?:come|coming) (?:after|for) (?:you|u|him|her|them|your family|all of you|"
                "everyone)"
            ),
            (
                "(?:come|coming|drive|driving) (?:down |over |up )?(?:there|to (?:your|the|"
                r"that) (?:\w+ )?<place>) and (?:<kill>|<hurt>|burn|blow|make|drag|show you|"
                "teach|kick|beat|fuck|deal)"
            ),
        ),
        unless=(
            "bb guns?|so i can get a gun|law enforcement",
            "bat mitzvah|glue gun|nail gun|heat gun|staple gun|shop for|buy|baseball|permit",
            "license|<play>",
        ),
        denied=True,
        reason="The caller says that they will come for somebody, or bring a weapon.",
    ),
    Rule(
        id="violence.intent.body",
        form=Form.DIRECT,
        says=(
            (
                "(?:break|breaking|snap|wring|crush|rip|slit|cut|bash|smash|cave|kick|beat|"
                "blow|punch|knock|put|tear|chop|split|gouge|shove|twist|stomp|slice|"
                r"pound)(?:ing)?(?: \w+){0,4} (?:your|ur|his|her|their|yo|your fucking|the|that|"
                r"every)(?: \w+){0,2} (?:head|heads|neck|necks|face|faces|legs?|throats?|"
                "brains?|ass|asses|teeth|skulls?|bones?|arms?|eyes?|heart|guts|knees?|knee "
                "caps|jaw|fingers)(?: in| off| open| out)?"
            ),
            (
                "(?:put|have|get) a bullet (?:in|through|into) (?:you|your|his|her|their|him|"
                "them|someone)"
            ),
            (
                "(?:put|send) (?:you|him|her|them|someone|somebody) ~1 (?:in|into|to) (?:the |"
                "a |an early |your |his |her )?(?:ground|grave|hospital|coffin|morgue|body bag|"
                "box)"
            ),
            (
                r"(?:beat|kick|knock|stomp|choke)(?: the)?(?: \w+)? (?:shit|crap|hell|life|fuck|"
                "living daylights) out of (?:you|him|her|them|u|someone|somebody|the|that|this|"
                "my|your)"
            ),
            (
                r"(?:beat|kick|whoop|whip|fuck|mess|rough) (?:you|u|him|her|them|that \w+) "
                "(?:up|bad|to death)"
            ),
            (
                "(?:beat|stab|shoot|choke|strangle|burn|kick) (?:you|u|him|her|them|somebody|"
                "someone) to death"
            ),
        ),
        unless=("(?:break|tear) (?:my|the) heart|over your head|back to|<play>",),
        denied=True,
        reason="The caller speaks of injuring somebody.",
    ),
    Rule(
        id="violence.intent.place",
        form=Form.DIRECT,
        says=(
            (
                "(?:burn|burning|torch|torching|set fire to|set) (?:down )?(?:your|the|this|"
                r"that|his|her|their|my|our) (?:\w+ )?(?:<place>|apartment|property|car|"
                "shop)(?: down| to the ground| on fire| alight)?"
            ),
            "(?:shoot|shooting|shot) up (?:the|this|your|that|my|a|our|every|this whole)",
            r"(?:shoot|shooting) (?:the|this|your|that|my) (?:\w+ )?(?:<place>) up",
            (
                "burn (?:it|you|u|everything|this|the whole thing|them) (?:all )?(?:down|alive|"
                "to the ground)"
            ),
        ),
        unless=("(?:calories|cd|dvd|disc|gas|oil|fuel|video|photo|photos|scene)|<play>",),
        denied=True,
        reason="The caller speaks of setting a place on fire or shooting in it.",
    ),
    Rule(
        id="violence.wish.deserve",
        form=Form.DIRECT,
        says=(
            (
                "(?:hope|wish|pray|hoping) (?:your|his|her|their|you and your|that your|the) "
                r"(?:\w+ ){0,3}(?:die|dies|burn|burns|rot|rots|crash|crashes|gets? (?:killed|"
                r"shot))|(?:next|every|any|whichever|whatever|first) (?:\w+ ){1,8}(?:gets|get|"
                "will get|is getting|gonna get|going to get|will be|is gonna be) (?:shot|hurt|"
                "stabbed|killed|beaten|a bullet|his head|their head|her head|it in the)|"
                r"(?:women|men|gays|jews|blacks|muslims|immigrants|people|\w+) should all be "
                "(?:killed|shot|dead|hanged|eradicated|exterminated|executed|raped|murdered|"
                r"beaten)|love to see (?:\w+ ){1,4}(?:suffer|die|hang|burn|dead|bleed)|better "
                r"off if (?:\w+ ){1,4}(?:were|was) (?:eradicated|exterminated|dead|killed|gone|"
                "executed|eliminated|wiped out)"
            ),
            (
                r"(?:you|u|they|them|he|she|people|<victim>|\w+s) ~3 (?:deserves?|should|ought "
                "to|need to|needs to|must|has to|have to|had better|better|gotta|going to|"
                "gonna|will|are gonna|would)(?: all| just| fucking| really| also)*(?: to)?(?: "
                r"all)? (?:die|be (?:\w+ )?(?:killed|shot|hanged|hung|executed|murdered|"
                "exterminated|eradicated|eliminated|gassed|burned|burnt|slaughtered|beaten|"
                "dead|put down|stabbed|wiped out|drowned|beheaded|raped))"
            ),
            (
                r"(?:hope|wish|pray) (?:you|u|he|she|they|your (?:\w+ )?(?:<person>|<people>)|"
                "someone|somebody) (?:all |both )?(?:dies?|get killed|gets killed|drop dead|"
                "were dead|was dead|get shot|gets shot|burn|rot|kills you)"
            ),
        ),
        unless=(
            "dont die",
            "die (?:one day|someday)|will die (?:without|if)|i will die|combust|capitalism",
            r"than|battery|phone|plants?|i (?:deserve|should|want)|laugh\w*|to die for|<play>",
        ),
        reason="The caller says that somebody should die or be killed.",
    ),
)
"""Rules for violence said outright, plainest first."""
