"""W05 and W09: asking how, and letting a report show, in English."""

from typing import Final

from stayline_core.wording.phrase import phrases
from stayline_core.wording.rule import Rule

METHOD: Final = Rule(
    code="W05",
    title="Asks or speaks of how",
    what="asks or speaks of how",
    reason="Whether it is within reach is enough to act on. Detail of how helps nobody and can "
    "make it likelier.",
    instead="Is it within reach right now? Yes or no is enough.",
    replaces="sentence",
    source="W05 of the protocol language; domain reference, section 5 (may and may not)",
    phrases=phrases(
        """
        how exactly|precisely? will|would|did|do|are|were|have|had you ever?
            going_to|planning_to|plan_to|planning_on|thinking_of|intend_to|want_to|done|thought_of?
            do|doing|done|hurt|hurting|harm|kill|killing|end|ending|attack|carry
            it|that|this|yourself|your|him|her|them|out|anyone|somebody|someone
        how youll|youd|you_will|you_would|you_did|you_plan_to|you_are_going_to
            do|end|hurt|kill|carry
            it|that|this|your|yourself|him|her|them|out
        what will|would|did|are|were|do you going_to|planning_to|plan_to?
            use|using|take|taken|taking to|on|for|with?
        what have|did you *1 take|taken|swallow|swallowed|used|use
        what are you going_to|planning_to use|take|do_it_with
        which|what method|weapon|pills|tablets|drug|drugs|medication|knife|gun|kind_of_gun|
            kind_of_pills|sort_of_pills|kind_of_weapon|kind_of_knife (not before of|do_you_prefer)
        how many|much *1 pills|tablets|capsules|did_you_take|have_you_taken|did_you_drink
        describe|explain how|the|your|exactly *1 you|method|plan|weapon would|will|plan|did|exactly?
        tell_me how you would|will|plan|are_planning|are_going_to|did_it|want_to
        tell_me about the|your method|plan|weapon
        what_is|whats your|the plan|method
        exactly how you|would did|do|will|are|plan|go
        """,
    ),
    excepted=phrases(
        """
        tell_me|explain|describe how you|youre|you_are|you_were *2
            feel|feeling|doing|holding|coping|getting
        tell|explain_to me? how i|we|it_happened|it_began|that_was|it_was
        how are|were|have you doing|today|feeling|been|now
        whats|what_is your|the plan for|tonight|today
        how would you like *2 do
        how did|do you do today|in|at|with
        """,
    ),
)

REPORT: Final = Rule(
    code="W09",
    title="Reveals a report",
    what="reveals that a report is made",
    reason="Whoever learns of a report may stop talking, run, or turn on whoever told.",
    instead="A colleague who can help is joining us.",
    replaces="sentence",
    source="S1-38; domain reference, section 2 (no hint to the subject)",
    phrases=phrases(
        """
        i|we|ill|well will|can|could|are|have|had? trace|track|traced|tracing this|the|your
            number|line|phone|call
        police|security|authorities have|has been told|informed|called|notified|alerted
            about|of|because
        number|call|call_you|account|name|line|message|messages has_been|have_been|is_being|
            are_being|was
            traced|flagged|logged|reported
        write|writing this|it|you up
        security|threat|incident|suspicious_activity report|form|team|department|officer|log
        i|we|im|were|ill|well|ive|weve|they|id *3 report|reporting|reported
            you|this|it|that|the_call|your|the_threat|what_you
        have|has|need|needs|must|going|obliged|required to? report you|this|it|that|your|what_you
        this|it|that|you|call|threat is|will_be|has_been|have_been|must_be|being|was|gets *1
            reported|logged|flagged|traced
        i|we|im|were|ill|well|to|will|must|am|are *1
            file|filing|write|writing|make|making|fill|filling|submit|submitting up|out|in?
            a|the|my|this *1 report|form
        a|the report about|on|of *4 has_been|is_being|will_be|is made|filed|written|sent|submitted
        recorded|logged|noted as a? threat
        passed|given|giving|passing your|the details|number|name|address to the? police|security|
            authorities
        we|i can see|tell|trace where you are
        a|the report has_been|is_being|will_be|is made|filed|written|sent|submitted
        trace|tracing|track|tracking|traced you|this_call|the_call|your_call|your_number|your_phone|
            your_location|your_address
        recording|record this|the|your call|conversation|words|threat
        flag|flagging|flagged you|this|your|it
        case|incident|report|reference_for_the_report number
        call|calling|called|notify|inform|alert|contact|told|telling|informed|informing|notified|
            notifying|alerted|alerting|
            contacted|contacting|ring|rung the? police|security|authorities on|about|of
            you|this|your|that
        police|security|authorities *2 know|informed|notified|alerted|told *1 about?
            you|this|what_you
        on|keep|put a|our|the|your? blacklist|watchlist|watch_list|file_on_you
        """,
    ),
    excepted=phrases(
        """
        thank|thanks you? for reporting
        you *2 report|reported|reporting
        would|do|did|could|can|if|want|like|wish you|to *5 report
        no|any case number
        to_us|to_me *1 reported
        you told|called|tell|call|contacted|informed|ring|rung *1 police
        like|want me|us to call|ring|tell
        """,
    ),
)
