"""Words that hint at suicide, and reports of somebody else's intent."""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form
from stayline_core.signals.rules import Rule

IMPLIED_SELF_HARM_RULES: Final = (
    Rule(
        id="self_harm.implied.no_point",
        form=Form.IMPLIED,
        says=(
            (
                "(?:no|any|whats the|what is the|what|see the|see any|see no|dont see a|theres "
                r"no|isnt any) (?:point|reason|purpose|use|sense)(?: \w+){0,3} (?:living|live|"
                "to live|of life|in life|in living|going on|to go on|in going on|to carry on|"
                "carrying on|existing|being here|being alive|to be alive|staying alive|to be "
                "here|in carrying on|to keep going|keep going|of going on|of living|of being "
                "here|to wake up|waking up)"
            ),
            "nothing (?:left |else )?(?:to live|worth living|left to live) ?(?:for)?",
            "no reason (?:left )?to (?:live|be here|stay alive|keep living|go on)",
            "not worth living|dont deserve to (?:live|be alive|exist)",
            "whats the point any ?more",
        ),
        unless=(
            (
                r"^(?:what is|whats) the (?:purpose|meaning|point) of life$|meaning of "
                "life|purpose of life"
            ),
            "live (?:chat|agent|in|at|near|there)|going on (?:holiday|vacation|a trip|there)",
            "going to|calling",
        ),
        reason="The caller sees no point in living; that can be a way of speaking of suicide.",
    ),
    Rule(
        id="self_harm.implied.cannot_go_on",
        form=Form.IMPLIED,
        says=(
            (
                "(?:strong|brave) enough to (?:keep|go|carry|live|be alive|continue)(?: "
                "on)?(?: living| going)?|(?:dont|cant|do not|cannot) trust <self>|(?:keep|"
                "continue|go on|carry on) living"
            ),
            (
                "i (?:just |really |honestly |simply )*(?:cant|cannot) (?:do|take) (?:this|it|"
                "any) (?:any ?more|no more|any longer|more of this life)"
            ),
            (
                "(?:done|finished|through) with (?:life|living|this life|this world)|cant keep "
                "(?:<self> safe|doing this)|(?:keep|keeping|promise) ~3 <self> (?:safe|alive)"
            ),
            (
                "(?:my life is|lifes|life is) (?:over|finished|ruined|meaningless|pointless|"
                "hopeless)$"
            ),
            (
                "(?:i|ill|and|just|really|we) (?:just |really |honestly |simply |literally "
                ")?(?:cant|cannot|can not|couldnt|can no longer|wont|am not able to|cant even) "
                "(?:go on|carry on|keep going|keep (?:on )?living|live) ?(?:like this|any "
                "?more|any longer|with this|this way|much longer)?"
            ),
            (
                "i (?:cant|cannot) (?:take|do|bear|stand|handle|cope with|face) (?:it|this|"
                "life|another day|the pain|my life|living)(?: like this)? (?:any ?more|any "
                "longer)"
            ),
            "(?:cant|cannot) (?:face|take|bear) (?:another day|tomorrow|life|living)",
            "ready to give up on (?:life|everything)",
            "(?:giving|given|give) up on (?:life|living|everything)",
            "had enough of (?:life|living|everything|this life)",
            "(?:done|finished) with (?:life|living|this life|everything)",
        ),
        unless=(
            (
                "brave enough to|living (?:in|at|with|there|here)|trust <self> (?:with|to "
                "(?:remember|pick|choose|drive))"
            ),
            (
                "wi ?fi|router|internet|fix|bill|bills|service|phone|connection|on hold|hold|"
                "waiting|queue|broadband|noise|refund|charges|fees|password|support|package|"
                "order|delivery|flight|system|update|broken|with (?:you|your)"
            ),
            (
                r"web ?site|web ?page|online|app|page|screen|cancel\w*|refund|log ?in|from "
                "(?:here|this)|over the phone|by <self>"
            ),
            "go on (?:my|the|a|to|with the|vacation|holiday|line|hold|web|web ?site|app|trip)",
            "live (?:without|in|at|there|here|with)",
            (
                "(?:take|do|stand|handle) (?:this|it) (?:class|course|flight|music|weather|"
                "heat|price|noise|app|service)"
            ),
            "carry on (?:bag|luggage|baggage|item)|cant live without",
        ),
        reason="The caller says that they cannot go on.",
    ),
    Rule(
        id="self_harm.implied.better_without_me",
        form=Form.IMPLIED,
        says=(
            (
                "(?:we|you|they|everyone|everybody|the kids|my family|people)(?:d| would|ll| "
                "will) be (?:so much |much )?(?:better off|happier|fine) without (?:me|her|him|"
                "us|them)"
            ),
            (
                r"(?:better|happier|easier|best)(?: off| place)?(?: \w+){0,4} (?:without me|if "
                "i (?:wasnt|werent|was not|were not|was never|had never|died|was dead|were "
                "dead|was gone|were gone|disappeared|didnt exist)|once im gone|when im gone|"
                "with me gone|with me dead)"
            ),
            (
                "(?:no ?one|nobody|no body|they|people|who|anyone) (?:would|will|wouldnt|wont|"
                r"d|even|really|ever) ~3 (?:miss me|notice|care|cry)(?: \w+)? (?:if i|when i|"
                r"once i|if im|when im) (?:\w+ )?(?:died|die|dead|gone|was gone|was dead|were "
                "gone|disappeared|disappear|wasnt here|werent here|killed)"
            ),
            (
                "(?:just |only |such )?a (?:huge |terrible )?burden (?:to|on) (?:everyone|"
                r"everybody|my family|my kids|my (?:\w+ )?<person>|people|them|others|all)"
            ),
            (
                "(?:family|kids|children|wife|husband|everyone|everybody|world|people|they)(?: "
                r"\w+){0,2} (?:be|is|are) better off(?: dead| if)?"
            ),
        ),
        unless=(
            "(?:without|easier without) (?:the|this|it)",
            "than",
            "better off (?:with|going|using|buying|getting|switching|taking|paying|calling)",
        ),
        reason="The caller says that others would be better off without them.",
    ),
    Rule(
        id="self_harm.implied.goodbye",
        form=Form.IMPLIED,
        says=(
            (
                "(?:come to|at|attend|plan|planning|planned|miss) my (?:own )?funeral|last "
                r"thing (?:i|that i|im|ill)(?: \w+)? ?(?:ever do|will (?:ever )?do|going to do|"
                "do)|before i (?:do|did) (?:anything|something)(?: stupid| silly)?$|(?:wants?|"
                "wanted|want|going|ready) to (?:join|be with) (?:my|his|her|their) (?:late|"
                r"dead|deceased|\w+ in heaven)|(?:go to|fall a?) ?sleep (?:for good|forever|for "
                "ever)"
            ),
            (
                "(?:when|once|after|if) (?:im|i am|i was|i were|i have) (?:dead|gone for good|"
                "no longer here|in the ground|buried)|my death (?:will be |is |would be "
                ")?(?:on|your fault)|(?:find|found|finding|identify) (?:my (?:dead )?(?:body|"
                "corpse)|me (?:dead|hanging))|(?:on|have) (?:my death|me dying)|(?:if|when) i "
                "(?:just |finally )?(?:died|die|dropped dead|killed|disappeared)(?! (?:who|"
                "what|does|do|will|would|how|can|is|are|from))|(?:my|all my) affairs (?:are "
                ")?in order|given? away (?:all )?my (?:things|stuff|belongings|pets)"
            ),
            (
                r"(?:i|ill) (?:\w+ )?(?:wont|will not|not) be here (?:any ?more|much longer|"
                "tomorrow|next (?:week|month|year)|soon|for long)|(?:you(?:ll|re going to)?|"
                "youll all|theyll) (?:read|hear|see) about (?:me|it|this) (?:in|on) the "
                "(?:paper|papers|news)|(?:texted|sent|messaged|called|told|said) (?:me |us |"
                r"everyone )?(?:\w+ )?(?:goodbye|good bye) (?:and|forever|for good)|(?:nobody|"
                "no one|nothing) (?:left )?to (?:stay alive|live) for"
            ),
            (
                "(?:wont|will not|never|not) (?:be )?(?:hear(?:ing)?|see(?:ing)?) (?:from )?me "
                "(?:again|any ?more|ever again|after|alive)"
            ),
            (
                "(?:you|he|she|they) (?:wont|will never|will not) (?:ever )?(?:hear from|see) "
                "me (?:again|ever|any ?more)"
            ),
            (
                "(?:say|saying|said|wanted to say|want to say) (?:my )?(?:final |last "
                ")?(?:goodbyes?|farewell)(?: (?:to (?:everyone|everybody|my (?:family|kids|"
                r"children|\w+)|all|you all|the world|them)|forever|for good|before))?"
            ),
            "goodbye (?:forever|world|everyone|everybody|cruel world|to everyone)",
            (
                "this is (?:my )?(?:goodbye|the last (?:time|call|message|thing))(?: (?:you|"
                r"ill|i will|ill ever|youll)(?: \w+){0,4})?"
            ),
            (
                "tell (?:my |them )?(?:family|wife|husband|kids|children|mum|mom|mother|dad|"
                "son|daughter|everyone|them|him|her) (?:that )?(?:i love|i loved|im sorry|i am "
                "sorry|i said goodbye|goodbye)"
            ),
            "(?:by the time|when) you (?:read|get|hear) this ~3 (?:gone|dead|late|over)",
            "(?:go to|fall a?|to) sleep (?:and|to) (?:never|not) wake(?: up)?",
            (
                "(?:wont|will not|not going to|not gonna|might not) be (?:here|around|alive) "
                "(?:any ?more|much longer|tomorrow|next week|for long|by then|after (?:tonight|"
                "today|this))"
            ),
        ),
        unless=(
            (
                r"(?:next week|tomorrow|any ?more|for long|soon)(?: \w+)? (?:can|could|so|"
                "please|deliver|reschedule|but)|deliver|reschedule|pick up|parcel"
            ),
            (
                r"in the event|beneficiar\w+|will go to|insur\w+|policy|account|estate|pension|"
                r"inherit\w*|executor|power of attorney"
            ),
            (
                "(?:how|way) (?:do|to|would|can|does|you|they|i) ~3 say|in (?:french|spanish|"
                r"german|italian|hawaii\w*|japan\w*|france|spain|chinese|english|another "
                "language)|(?:text|message|send|email|sms) (?:a |an |my |the )?|high prices|"
                "goodbye to (?:the |all |those |your |my )?(?:high|old|fees|bills|stress|"
                "queues)|good ?bye now|bye for now|say goodbye now|saying goodbye now"
            ),
            (
                "(?:last time (?:i|im|ill|i will|you|youll|you will) (?:ever )?(?:use|shop|buy|"
                "call|calling|order|fly|flying|stay|bank|do business|book|deal|ask|charge|"
                "contact|will (?:use|call|shop))|product|brand|store|company)"
            ),
            "cancel|subscription|at work|out of (?:town|office)|on holiday|on vacation",
            "to pick|to sign for|to receive|delivery|appointment|business",
        ),
        reason="The caller speaks as if saying goodbye for good.",
    ),
    Rule(
        id="self_harm.implied.way_out",
        form=Form.IMPLIED,
        says=(
            (
                r"(?:disappear|vanish)(?: \w+){0,2} (?:and|or) (?:never|not) (?:come|be)(?: "
                r"\w+)?|(?:no|lost all|any|out of|without) hope(?: \w+){0,3} (?:for me|for my "
                "life|in life|in living|for living|anymore)|(?:my life|life|everything) (?:is|"
                r"feels|seems|has become) (?:\w+ )?(?:pointless|meaningless|hopeless|worthless|"
                r"unbearable|not worth it)|(?:holding|got|have|hold) (?:\w+ ){0,3}(?:bottle of "
                "pills|pills|tablets|knife|gun|razor|blade|rope) (?:right now|in my hands?|to "
                "my|against my|and i)"
            ),
            (
                r"<i>(?: \w+){0,3} (?:here )?(?:with|holding|got|have) (?:a|the|my) (?:knife|"
                "gun|rope|razor|blade) (?:and )?(?:thinking|ready|about|wondering|to my)"
            ),
            (
                r"(?:one|only|a|quickest|easiest|best|painless|fastest|another) (?:\w+ )?way to "
                "(?:make (?:this|it|the pain|everything)(?: all)? stop|die|go|stop (?:this|it "
                "all|the pain|everything))|(?:should|could|could just|will|going to|gonna|"
                "ought to|better) (?:just )?(?:disappear|vanish)(?: forever| for good)?$|"
                "(?:cant|dont|cannot|do not) (?:see|imagine|picture|think) (?:<self>|ill|i "
                r"will|im going to|i can|i am going to|id|i) (?:\w+ ){0,3}(?:being here|being "
                "alive|be here|be alive|make it|making it|living|alive|survive|last|growing "
                "old|get through|have a future|future)|(?:wish|wishing|hope|hoping|pray|"
                r"praying) (?:a|the|some|something|someone|somebody|god|that|it)(?: \w+){0,2} "
                "(?:would|will|could|just|might|wouldnt)? ?(?:just )?(?:hit|kill|take|run over|"
                "crash into|end) me|(?:nothing|none of it|nothing in my life) matters (?:any "
                "?more|now|to me)|(?:life|living) (?:has|have|had|holds) (?:no|lost (?:all|"
                r"its)|lost) (?:\w+ )?(?:meaning|purpose|point|value)|(?:nearly|almost) (?:did "
                "it|ended it|went through with it|jumped|took them)|(?:tablets|pills|knife|gun|"
                r"rope|razor|blade|bottle|loaded) (?:\w+ ){0,4}(?:in front of me|in my (?:hand|"
                "hands|lap|mouth)|next to me|beside me|to my head|here with me|ready (?:to|"
                r"for) (?:use|me))|(?:was|am|im|is|were) (?:\w+ )?(?:going to|about to|gonna) "
                "jump(?: but| off| now| today|$)|(?:think|thinking|thoughts|thought|dream|"
                r"dreaming|obsessed|fantasi\w+) (?:\w+ )?(?:about|of|with) (?:death|dying|my "
                "(?:own )?(?:death|funeral)|being dead|not being (?:alive|here)|not existing)|"
                "(?:not|dont want to be|thinking about not being|wish i wasnt|wish i werent) "
                "alive"
            ),
            (
                "(?:dont|do not|cant|cannot|cant even) (?:see|find) (?:a|any|another|no) "
                "(?:other )?way out|(?:no|there is no|theres no) way out(?: of this)?$|"
                r"(?:written|wrote|writing|left|leaving) (?:a|my|the|some) (?:\w+ )?(?:notes?|"
                r"letters?) (?:for|to) (?:my|everyone|the) (?:\w+)"
            ),
            (
                "(?:only|no other|easiest|easy|best|one) (?:way|ways) (?:out|for it to stop|to "
                "(?:stop|end) (?:it|the pain|this|all this))(?: is (?:death|to die))?"
            ),
            (
                "(?:going to|gonna|might|ill|about to|afraid ill|scared ill|will|may) (?:do|"
                "end up doing) (?:something|anything) (?:stupid|silly|drastic|terrible|i cant "
                "take back|bad to <self>|to <self>)"
            ),
            (
                "(?:want|wish|wanna) (?:to |i could )?(?:just )?(?:disappear|vanish)(?: "
                "forever| for good| completely)"
            ),
            "dark thoughts",
            (
                "(?:ill|i will|i) (?:soon |finally )?be (?:gone|dead|in a better place) "
                "(?:soon|by|tomorrow|before|tonight|anyway)"
            ),
            "(?:a )?permanent (?:solution|way out)",
            "make (?:it|the pain|everything) (?:all )?stop for ?(?:ever|good)",
            "i (?:can|will|shall|want to|wanna) (?:finally )?(?:be at|rest in|find) peace",
            "my time (?:is up|has come|to go)",
            (
                "i (?:dont|wont) (?:plan|intend|expect) (?:on being|to be|on) (?:here|around|"
                "alive|seeing)"
            ),
            "nothing (?:left )?to lose",
            "(?:check|checking|checked) out (?:early|of life|for good)",
        ),
        unless=(
            "way to go(?! (?:is|peacefully|out))|required shots",
            "no easy way|if i was going to|a permanent solution to what",
            (
                "way out of (?:the|this|my) (?:contract|lease|agreement|deal|plan|airport|city|"
                "building|parking)"
            ),
            "ticket|hotel|room|flight|library|cart|item|terminal|exit",
        ),
        reason="The caller speaks of a way out; that can mean suicide.",
    ),
    Rule(
        id="self_harm.report.intent",
        form=Form.DIRECT,
        says=(
            (
                "(?:kill|killing|hurt|hurting|harm|harming|hang|hanging|shoot|shooting|drown|"
                "drowning|stab|stabbing|cut|cutting|cuts|hurts|harms|unalive|end|ending|top|"
                "topping|off|starve|starving|burn|burning|injure|jump) <selves>"
            ),
        ),
        unless=("(?:movie|film|novel|book|song|show|episode|character|story|<accident>)",),
        denied=True,
        third_party=True,
        reason="The caller reports that somebody else may harm or kill themselves.",
    ),
    Rule(
        id="self_harm.report.end_life",
        form=Form.DIRECT,
        says=(
            (
                r"<they>(?: \w+){0,6} (?:left|wrote|leaves|has left|written) (?:me |us |behind "
                r")?(?:a|his|her|their) (?:\w+ )?(?:goodbye |suicide )?(?:note|letter)$|"
                r"<they>(?: \w+){0,6} (?:taking|take|took|swallowing) (?:\w+ ){0,2}(?:pills|"
                r"tablets|overdose)|<they>(?: \w+){0,6} (?:wants|want|wanted|going|ready) to be "
                r"with (?:\w+ ){1,3}(?:in heaven|again|up there)|<they>(?: \w+){0,6} (?:going "
                "to|gonna|wants to|trying to|threatening to|about to|says hell|says shell) "
                "(?:jump|kms|end it(?: all)?|do something (?:stupid|silly)|die|unalive)|"
                r"<they>(?: \w+){0,6} kms|<they>(?: \w+){0,6} (?:plan|ready|wants|want|intends|"
                "going) to (?:end|take) (?:his|her|their|it)"
            ),
            (
                r"<they>(?: \w+){0,6} (?:(?:end|ending|take|taking) (?:his|her|their)(?: own)? "
                "(?:life|lives)|(?:commit|committing|attempt|attempted|attempting|threatening|"
                "threatened|threatens|contemplating|considering|about|of|mentioned|mentioning) "
                "<suicide>|<suicidal>|(?:wants|wanted|want|wishes|wished|going|ready) (?:to "
                ")?(?:die|be dead|(?:he|she|they) (?:was|were) dead)|(?:doesnt|does not|didnt|"
                "dont|no longer) (?:want|wants|wanna) (?:to )?(?:live|be alive|be here any "
                "?more)|(?:taken|took|swallowed) (?:all|too many|an overdose|a lot of|a bunch "
                r"of|a load of) ?(?:\w+ ){0,3}(?:pills|tablets|meds|medication)?|overdosed)"
            ),
        ),
        unless=(
            (
                "jump (?:the|a) queue|jump (?:rope|start|on (?:a|the) call)|end it (?:with|on|"
                "at)|(?:taking|take|took|takes) (?:his|her|their|the|these|those|some|blood|"
                r"iron|water) (?:\w+ )?(?:pills|tablets)|die (?:of|from)|the contract|the lease|"
                "the call|left a note (?:on|at|with)|delivery|driver|battery"
            ),
            (
                "(?:movie|film|novel|book|song|show|episode|character|story|squad|years ago|"
                "died by|committed|is not|isnt|not|doesnt) ~3 (?:suicide|suicidal)"
            ),
            "movie|film|character|dying to",
        ),
        third_party=True,
        reason="The caller reports that somebody else may end their life.",
    ),
)
"""Rules for self-harm hinted at, and reported of others."""
