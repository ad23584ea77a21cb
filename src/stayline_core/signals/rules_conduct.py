"""Abusive language to staff, and a demand for somebody else: neither opens an incident."""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form
from stayline_core.signals.rules import Rule

CONDUCT_RULES: Final = (
    Rule(
        id="abusive_language.at_you",
        form=Form.DIRECT,
        says=(
            (
                r"(?:fuck|screw|damn|f\*+k|fck|fuk|stuff|bugger) (?:you|u|off|yourself|ya|all "
                r"of you|your(?: \w+)?|urself|yo)"
            ),
            (
                "(?:you|youre|you are|ur|u|u r|you re|your|are you|you all|you people|yall|"
                "such|what|being|you guys are|how can you be|you are being|dont be|bunch of|of "
                r"all the)(?: \w+){0,4} (?:<insult>)"
            ),
        ),
        unless=(
            (
                "(?:tell|share|say|know|hear|favou?rite|funny|best|good|your) ~4 joke|jackass "
                "(?:forever|movie|the)|paying garbage"
            ),
            (
                r"(?:you|u) (?:\w+ )?(?:think|say|said|called|call|telling me|mean|saying) "
                "(?:that )?im"
            ),
            "am i (?:being )?(?:a |an )?<insult>|was i|i (?:am|feel|was) (?:a |an |so |such )",
        ),
        reason="The caller insults the person they speak to.",
    ),
    Rule(
        id="abusive_language.phrase",
        form=Form.DIRECT,
        says=(
            "(?:fuck|piss|sod|bugger|bog|eff|f) off",
            r"shut (?:the (?:fuck|hell|f) )?(?:up|your (?:\w+ )?(?:mouth|face|trap|gob))|stfu",
            "gtfo|(?:go|rot|burn) (?:to|in) hell",
            r"go (?:fuck|screw|hang|kill|die|drown) (?:\w+ )?(?:yourself|urself|your self|in a)",
            "(?:kill|fuck|hang|shoot|screw|off) (?:yourself|urself|your self|ur self)|kys",
            (
                r"(?:kiss|lick|suck|bite|eat) (?:my|me|deez|it|these) ?(?:\w+ )?(?:ass|arse|"
                "dick|cock|balls|butt|nuts|pussy)?"
            ),
            "(?:suck|blow) (?:my|a|his) (?:dick|cock|balls)",
            "(?:take|taking) off your (?:clothes|bra|top|shirt)|(?:are you|get) naked",
            "(?:have|want|having) sex with (?:you|me)",
            "(?:nice|show me your|your) (?:tits|boobs|ass|pussy)|go (?:die|to hell)|drop dead",
            "up yours|go and die",
        ),
        unless=("(?:goes|going|went) off|drop dead (?:gorgeous|fred)",),
        reason="The caller uses an insult or a sexual remark.",
    ),
    Rule(
        id="abusive_language.slur",
        form=Form.IMPLIED,
        says=(
            "<slur>",
            (
                r"(?:fuck\w*|wtf|fkn|bullshit|shit(?:ty)?) ~3 (?:you|your|this|company|service|"
                "people|idiots?|incompetent|useless|joke|morons?)"
            ),
            ("(?:white|trailer|ghetto|absolute|human|you|total|complete|eurotrash) (?:trash|scum)"),
            "piece of (?:shit|crap|trash|garbage)",
            "(?:bloody|useless|stupid|absolute|total|complete) (?:idiots?|morons?|clowns?)",
            "(?:full|bunch|load) of (?:clowns|idiots|morons|liars|crooks|thieves)",
            "(?:stupid|useless|incompetent|rude|thick) as (?:you|u|your lot)",
            "you (?:bloody |useless |stupid |absolute )?muppet",
            "^(?:you )?(?:idiots?|morons?|liars|clowns|thieves|crooks)$",
            (
                "(?:idiots|morons|liars|clowns|thieves|crooks|useless|incompetent) (?:all of you|"
                "the lot of you|every one of you|the whole lot)"
            ),
        ),
        unless=(
            (
                r"^jackass$|jackass (?:forever|3d|2|number|movie|the|is|at|tickets)|"
                "(?:see|watch|tickets?|about|movie|playing|showing|for|film|to|is|want|how "
                r"about|of|time) (?:\w+ ){0,5}jackass"
            ),
        ),
        reason="The caller uses a slur or strong abuse.",
    ),
    Rule(
        id="supervisor_demand.ask",
        form=Form.DIRECT,
        says=(
            (
                r"(?:is there|do you have|who is|whos|wheres|where is|get|are there) (?:\w+ "
                "){0,3}(?:manager|supervisor|boss|human|person in charge|someone in charge|"
                r"team leader)(?: \w+){0,4}"
            ),
            (
                "(?:speak|speaking|talk|talking|chat|chatting|took|get|give|connect|transfer|"
                "put|want|need|escalate|forward|hand|pass|bring|reach|contact|find|send|switch|"
                r"patch|refer|see|have|see)(?: \w+){0,6} (?:supervisors?|managers?|manger|"
                r"humans?|(?:real|actual|live|human|different|another|other) (?:\w+ )?(?:person|"
                "agent|being|someone|people|employee|rep|representative|operator|advisor)|"
                "representative|rep|operator|superiors?|team lead|team leader|customer (?:care|"
                "service|support)(?: agent| rep| representative)?|service (?:agent|rep|"
                "representative)|someone (?:else|higher|in charge|real|senior|above|who (?:can|"
                r"knows)|with (?:\w+ )?(?:authority|power)|from (?:your|the|customer))|somebody "
                "(?:else|higher|in charge|real|senior|above|who (?:can|knows))|higher ups?|"
                "boss|an? (?:agent|person|advisor|employee)|(?:the|your) (?:team|staff) "
                "?(?:lead|leader)?)"
            ),
            (
                "(?:human|agent|operator|representative|supervisor|manager)(?: please| now| "
                r"handoff)?$"
            ),
            "human handoff|handoff",
            (
                "(?:real|live|human|service|actual) (?:agent|person|human|representative)(?: "
                "please| now)?"
            ),
            (
                r"(?:not|dont want|dont wanna|stop|tired of) (?:\w+ ){0,4}(?:a )?(?:bot|robot|"
                "machine|chatbot|computer)"
            ),
            "(?:talking|speaking) to a (?:bot|robot|machine) is",
            "(?:put|get) (?:somebody|someone|a person) (?:on|here|there) who",
            r"(?:are there|any) (?:\w+ )?humans|someone from customer (?:care|service|support)",
            (
                r"(?:want|need|like) (?:to have )?(?:this|it|my \w+) escalated|escalate (?:this|it|"
                r"my \w+|the \w+)"
            ),
        ),
        unless=(
            (
                "(?:property|hotel|store|bank|restaurant|project|product|general|case|hiring|"
                "office|branch|password|file|task|download|device|window) manager"
            ),
            "(?:insurance|travel|real estate|estate|ticket|rental|leasing|booking) agent",
            "human (?:resources|body|rights|being needs)|are you (?:a )?(?:human|real|bot)",
            "table|reservation|(?:per|for (?:one|1|a|each)) person|in person",
            "my (?:manager|boss|supervisor)|another person|other person|phone operator",
        ),
        reason="The caller asks for a supervisor, or for another person.",
    ),
)
"""Rules for abusive language and demands for somebody else."""
