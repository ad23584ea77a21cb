"""Words of abuse disclosed: to the caller, now or before, or to somebody they know."""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form, When
from stayline_core.signals.rules import Rule

_PLAY: Final = r"movie|film|novel|song|episode|show|book|game|character|story"
_HITS: Final = "hits hit hitting beats beat beating beaten slaps slapped slapping punches punched punching kicks kicked kicking chokes choked choking strangles strangled strangling burns burned burnt abuses abused abusing rapes raped raping molests molested molesting assaults assaulted assaulting hurts hurt hurting harms harmed harming whips whipped canes caned bites bit shoves shoved attacks attacked attacking grabs grabbed stabs stabbed gropes groped fondles fondled threatens threatened threatening harasses harassed harassing"
_FIGURE: Final = r"(?:hit|hits|hitting) (?:me|us|him|her) (?:that|up|with|back|hard|like|when|in the (?:wallet|pocket)|as)|beat (?:me|us|him|her|them) (?:to|at|in|on|by)|(?:hit|burned|hurt) (?:me|us) (?:with )?(?:financially|twice|fees?|charges?|a fee)|(?:traffic|storm|hurricane|price|prices|fee|fees|charge|charges|bank|company|inflation|bill|bills|tax|taxes|score|credit|economy|virus|flu|truck|bus|driver|car|dog|bee|mosquito|cat) ~2 (?:hit|hits|hitting|beats|kills|hurt|hurts|hurting|bit|bites|attacked)|" + _PLAY

ABUSE_RULES: Final = (
    Rule(
        id="abuse_disclosure.other_hurts",
        form=Form.DIRECT,
        cues=_HITS,
        pattern=r"<they>(?: \w+){0,5} <hits> (?:on )?<us>",
        unless=_FIGURE,
        not_after="<denied>",
        reason="The caller says that somebody hurts them or a person they know.",
    ),
    Rule(
        id="abuse_disclosure.was_hurt",
        form=Form.DIRECT,
        cues="abused raped beaten assaulted molested attacked hit trafficked harassed groomed groped bullied tortured mistreated exploited hurt beating slapped choked strangled battered violated threatened touched",
        pattern=r"(?:i|ive|im|i am|we|she|he|they|hes|shes|theyre|weve|<they>|child|kids|children|being|been) ~2 (?:was|were|been|being|got|getting|get|gets|am being|is being|keep getting) (?:\w+ )?(?:\w+ )?(?:abused|raped|beaten(?: up)?|assaulted|molested|trafficked|sexually harassed|groomed|groped|tortured|mistreated|sexually exploited|battered|strangled|violated|touched inappropriately|beat up|beat|slapped|physically hurt|attacked by (?:my|his|her|a|the|someone))",
        unless=r"(?:being|been|getting|got|get) beaten (?:by the|to|in the)|(?:beat|beaten) (?:at|the|to|in (?:the|a))|" + _PLAY,
        not_after="<denied>",
        reason="The caller says that they, or somebody they know, were abused.",
    ),
    Rule(
        id="abuse_disclosure.named",
        form=Form.DIRECT,
        cues="abuse violence assault abusive rape harassment incest neglect molestation trafficking bullying exploitation abuser rapist punishment",
        pattern=r"(?:domestic|sexual|physical|child|emotional|gender based|family|familial|elder|intimate partner|verbal|psychological|online sexual) (?:\w+ )?(?:abuse|violence|assault|exploitation|neglect|harassment|trafficking)|(?:violence|abuse|fighting) (?:at|in) (?:my|our|his|her|the|their) (?:home|house|family|household|school)|(?:was|is|been|being|hes|shes|an|very|so|my) ~1 abusive (?:\w+ )?(?:<person>|relationship|marriage|household|home|father|mother|to (?:me|us|her|him|them|my))|(?:my|an?|the|her|his) (?:\w+ )?(?:abuser|rapist|molester)|(?:is|was|been|being|hes|shes|became|gets|getting) (?:\w+ )?(?:physically |sexually |verbally |emotionally |very )?abusive|(?:the|about|report|experiencing|experienced|suffered|suffering|facing|this|of|because of|with) (?:\w+ )?(?:abuse|rape|molestation|incest)|corporal punishment",
        unless=r"(?:substance|drug|alcohol|drugs) abuse|abuse of (?:power|the system|trust)|(?:policy|policies|insurance|coverage|settings|prevention tips|statistics)|against (?:the law|policy)|" + _PLAY,
        reason="The caller names abuse or violence.",
    ),
    Rule(
        id="abuse_disclosure.touched",
        form=Form.DIRECT,
        cues="touch touches touched touching inappropriately inappropriate private forced forces forcing made makes undress naked sex raped",
        pattern=r"(?:touch|touches|touched|touching) (?:me|her|him|them|my (?:\w+ )?(?:<person>|<people>|private|body)|us) (?:inappropriately|where|in|down there|sexually|on my|private|without|at night|when|and)|(?:touch|touches|touched|touching) (?:my|her|his) (?:private|privates|body|breasts?|chest|genitals)|(?:inappropriate|unwanted) (?:touching|touch|contact|sexual|advances|relationship|behaviou?r)|(?:forced|forces|forcing|made|makes|making) (?:me|her|him|us|them|my (?:\w+ )?<person>) (?:to )?(?:have sex|do sexual|sleep with|undress|take off|touch|marry|perform|into (?:sex|marriage|prostitution))|(?:acting|acted|behaving|behaved|been acting) inappropriately (?:towards?|with|to) (?:me|her|him|my|them|us)|forced (?:marriage|sex)|(?:came|comes) (?:in|into) my (?:room|bed) at night|(?:had|having|has) sex with (?:a (?:child|minor|kid)|my (?:daughter|son|child)|me when i was)",
        unless=_PLAY + r"|touched me (?:deeply|so much|emotionally)|touch (?:screen|base|id|up)",
        reason="The caller speaks of touching or sex that was forced or not wanted.",
    ),
    Rule(
        id="abuse_disclosure.captive",
        form=Form.DIRECT,
        cues="let lets leave locked locks lock against hostage captive trapped allowed escape out keeping",
        pattern=r"(?:wont|will not|doesnt|does not|never|dont|refuses to|not) (?:let|lets|allow|allows) (?:me|us|her|him|my \w+) (?:\w+ )?(?:leave the (?:house|home|apartment|flat|room)|go out|out of (?:the|this|my)|leave him|leave her|see my (?:family|friends)|have (?:any )?(?:money|a phone|friends)|leave(?: the house)?$|eat)|(?:locked|locks|locking|keeps|kept|keeping|trapped|holding|held) (?:me|us|her|him|them|my \w+) (?:\w+ ){0,3}(?:in (?:a|the|my|his|our) (?:room|basement|house|bedroom|closet|bathroom|apartment)|inside|captive|hostage|prisoner|against (?:my|her|his|our|their) will|locked up)|(?:held|kept|being held|being kept|am) (?:\w+ )?(?:against my will|captive|hostage|prisoner)|(?:trapped|stuck) (?:\w+ )?(?:with (?:him|my abuser|my abusive)|in (?:this|an|a) abusive)",
        when=When.NOW,
        unless=r"account|app|out of (?:my|the) (?:account|email|phone|app|bank)|password|log in|login|computer|" + _PLAY,
        reason="The caller says that somebody is kept from leaving.",
    ),
    Rule(
        id="abuse_disclosure.fear",
        form=Form.IMPLIED,
        cues="afraid scared fear safe terrified frightened unsafe",
        pattern=r"(?:afraid|scared|terrified|frightened|fear|fearful|in fear) (?:of|for my life because of|to go home|hell|shell|he will|she will|what he|what she|he might|shes going|hes going|he is going) ?(?:(?:my|his|her|our) (?:\w+ )?<person>|him|her|to|hurt|might|do|me|us|kill|hit|home)?|(?:not|dont feel|isnt|doesnt feel|dont think im|never) safe (?:at home|in (?:my|this|our|the|his|her) (?:own )?(?:home|house|apartment)|with (?:him|her|my|them)|around (?:him|her|my|them)|here with)|(?:unsafe) (?:at home|in my (?:own )?home|with (?:him|her|my))",
        unless=r"(?:dogs?|cats?|spiders?|heights|flying|snakes|needles|bears|horses)|website|transaction\w*|online|scam|card|" + _PLAY,
        reason="The caller is afraid of somebody, or not safe at home.",
    ),
    Rule(
        id="abuse_disclosure.suspected",
        form=Form.PERCEIVED,
        cues="bruise bruises bruised marks neglect neglected neglecting starving unfed alone screaming withdrawn abused hurting underage marry married marriage",
        pattern=r"(?:bruise|bruises|marks|cuts|burns|black eye|injuries|scars) (?:\w+ ){0,2}(?:on|all over|around) (?:her|his|my|their|the) (?:\w+ )?(?:body|arms?|face|neck|legs?|back|<person>|wrists?|eyes?|hands?)|(?:child|kids?|children|baby|boy|girl|daughter|son|elderly|grand\w+)s? ~4 (?:neglected|left alone|not being fed|starving|unfed|underfed|locked|being hurt|screaming)|(?:neglected|neglecting|neglects|starves|starving) (?:\w+ )?(?:by|the|her|his|my|their) (?:\w+ )?(?:<person>|<people>)|(?:child|early|underage) (?:marriage|bride|labou?r|prostitution|pregnancy)|(?:married off|forced to marry)|(?:hurting|hurts|beating|hitting) (?:a|the|that|his|her|their|this) (?:\w+ )?(?:child|kids?|children|baby|wife|girlfriend|boy|girl|son|daughter|mother)",
        third_party=True,
        unless=_FIGURE + r"|car|paint|apple|fruit|bumper|im starving|kids meal|restaurant",
        reason="The caller has seen or heard what suggests that somebody is being hurt.",
    ),
    Rule(
        id="abuse_disclosure.harassment",
        form=Form.DIRECT,
        cues="harassing harassed harasses harassment stalking stalker stalked blackmail blackmailing blackmailed grooming bullying bullied bullies",
        pattern=r"(?:<they>|keeps?|been|being|is|was|im|hes|shes) (?:\w+ ){0,2}(?:sexually harassing|sexually harassed|stalking|stalked|blackmailing|blackmailed|grooming|groping|bullying|bullied|bullies)(?: me| her| him| us| my)?|sexual(?:ly)? harass\w*|stalking me|my stalker",
        unless=r"(?:call|calls|calling|collections?|collectors?|telemarketers?|emails?|pet|dog|robocalls) ~4 harass\w*|(?:dog|pet) grooming|" + _PLAY,
        reason="The caller speaks of harassment or stalking.",
    ),
)
