"""What the tests of drawings share: protocols of any shape, and what must hold of a plan."""

from itertools import combinations, pairwise

from hypothesis import strategies as st

from stayline_core.protocol.draw.card import Wish
from stayline_core.protocol.draw.plan import plan_of
from stayline_core.protocol.draw.text import text_width
from stayline_core.protocol.language import (
    Ask,
    Effect,
    LadderUse,
    Otherwise,
    Protocol,
    Step,
    Within,
    frozen_map,
)

HOSTILE = (
    "Plain words",
    "</text></svg><script>alert(1)</script>",
    "\"quotes\" & <angles> 'and' `ticks`",
    "end",
    "A [list] {of} (brackets) # | \\ ---",
    "w" * 90,
    "日本語の文章はとても長いことがある。日本語の文章はとても長いことがある。",
    "e\u0301 \u200b\u202e\x07 \u00a0 \U0001f600",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
)
SIZES = {"title": 14, "tab-text": 11, "tag-text": 11, "band-text": 11, "number-text": 11}


def a_protocol(steps, **header):
    """A protocol of some steps; the first one starts it."""
    named = {step.name: step for step in steps}
    header = {"ladder": LadderUse("crisis", "at_open"), **header}
    return Protocol(
        "drawn", "Drawn", ("self_harm",), "L1", steps[0].name, frozen_map(named), **header
    )


def a_step(name, kind, targets, text):
    """One step of some kind that leads to some steps."""
    one, two, three = targets
    say = (text,)
    limit = Within(60, 120, 3600) if len(text) % 2 else Within(90, 90, 90)
    steps = {
        "say": Step(name, title=text, say=say, do=(Effect("notify", "supervisor"),), next=one),
        "bare": Step(name, next=one),
        "ask": Step(
            name,
            asks=(Ask("safety.x", text),),
            answers=frozen_map({"yes": one, "no": two, "refused": two, "else": three}),
            within=limit,
            otherwise=Otherwise((), two),
        ),
        "wait": Step(
            name,
            title=text,
            wait_for="accepted",
            within=limit,
            otherwise=Otherwise((Effect("raise_", "management"),), two),
            next=one,
        ),
        "branch": Step(name, branch="spoke", answers=frozen_map({"yes": one, "no": two})),
        "end": Step(name, title=text, end="handed_over"),
        "many": Step(
            name,
            observes=(Ask("route"),),
            answers=frozen_map({f"answer_number_{at}": one if at % 2 else two for at in range(9)}),
        ),
    }
    return steps[kind]


KINDS = ("say", "bare", "ask", "wait", "branch", "end", "many")


@st.composite
def protocols(draw, most=10):
    """Protocols of any shape, most of which no checker would let pass."""
    count = draw(st.integers(1, most))
    names = [
        f"block_{at % 3}/step_{at}" if draw(st.booleans()) and at % 4 == 0 else f"step_{at}"
        for at in range(count)
    ]
    some = st.sampled_from(names)
    steps = [
        a_step(
            name,
            draw(st.sampled_from(KINDS)),
            (draw(some), draw(some), draw(some)),
            draw(st.sampled_from(HOSTILE)),
        )
        for name in names
    ]
    return a_protocol(
        steps,
        on=frozen_map({"contact_lost": draw(some), "threat_grows": draw(some)}),
        anytime=frozen_map({draw(some): draw(st.sampled_from(HOSTILE))}),
        start_switched=draw(st.one_of(st.none(), some)),
    )


def planned(protocol, room=1200):
    return plan_of(protocol, room=room, wish=Wish(card=256, labels={}, faults={}))


def boxes_of(plan):
    """Each step's card with its tabs, as left, top, right, bottom."""
    boxes = {}
    for name, card in plan.cards.items():
        x, y = plan.layout.corners[name]
        boxes[name] = (x, y, x + card.width, y + card.full)
    return boxes


def apart(one, two):
    return one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


def crosses(first, second, box):
    """Does a piece of a line run through the inside of a box?"""
    left, right = sorted((first[0], second[0]))
    top, bottom = sorted((first[1], second[1]))
    return left < box[2] and right > box[0] and top < box[3] and bottom > box[1]


def assert_readable(protocol, plan):
    """Everything that must hold of any drawing."""
    boxes = boxes_of(plan)
    assert set(boxes) == set(protocol.steps)
    for (name, one), (other, two) in combinations(boxes.items(), 2):
        assert apart(one, two), (name, other)
    assert_every_way(protocol, plan, boxes)
    for name, box in boxes.items():
        assert box[0] >= 0, name
        assert box[1] >= 0, name
        assert box[2] <= plan.layout.width, name
        assert box[3] <= plan.layout.height, name
        assert_card(plan.cards[name])
    for group, outline in plan.layout.frames:
        assert_frame(group, outline, plan, boxes)


def assert_every_way(protocol, plan, boxes):
    ways = {(step.name, target) for step in protocol.steps.values() for target in step.targets}
    assert {(edge.source, edge.target) for edge in plan.graph.edges} == ways
    for edge in plan.graph.edges:
        line = plan.layout.lines[edge.number]
        tab = next(tab for tab in plan.cards[edge.source].tabs if tab.edge == edge.number)
        x, y = plan.layout.corners[edge.source]
        reach = tab.box.width // 2 if tab.box else 12
        assert abs(line[0][0] - x - tab.x) < reach
        assert line[0][1] == y + tab.end
        left, top, right, _ = boxes[edge.target]
        assert line[-1][1] == top
        assert left < line[-1][0] < right
        assert line[-2][1] < top, "a way comes in from above"
        for one, two in pairwise(line):
            assert one[0] == two[0] or one[1] == two[1]
            for point in (one, two):
                assert 0 <= point[0] <= plan.layout.width
                assert 0 <= point[1] <= plan.layout.height
            for name, box in boxes.items():
                if name == edge.source:  # its own tabs end higher or lower beside this one
                    box = (box[0], box[1], box[2], y + plan.cards[name].height)  # noqa: PLW2901  # for its own source alone
                assert not crosses(one, two, box), (edge, name)


def assert_card(card):
    """Texts stay inside their card, labels inside their tab; tabs stand apart."""
    for text in card.texts:
        style = text.style.split()[0]
        size = SIZES.get(style, 12)
        width = text_width(text.text, size, bold=style in SIZES or style == "label")
        left = text.x - width // 2 if style == "number-text" else text.x
        assert left >= 0, text
        assert left + width <= card.width, text
        assert 0 < text.y <= card.height, text
    drawn = [tab.box for tab in card.tabs if tab.box]
    spots = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in drawn]
    for one, two in combinations(spots, 2):
        assert apart(one, two)
    for tab in card.tabs:
        assert 0 < tab.x < card.width
        if tab.box:
            assert tab.box.x >= 0
            assert tab.box.x + tab.box.width <= card.width
            for line in tab.lines:
                assert text_width(line.text, 11, bold=True) <= tab.box.width


def assert_frame(group, outline, plan, boxes):
    """A frame goes around steps of its own block and cuts through none."""
    for name, box in boxes.items():
        for one, two in pairwise([*outline, outline[0]]):
            assert not crosses(one, two, box), (group, name)
    members = [name for name, of in plan.graph.groups.items() if of == group]
    inside = [name for name in boxes if within(boxes[name], outline)]
    assert set(inside) <= set(members)
    assert inside


def within(box, outline):
    """Is the middle of a box inside an outline?"""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    hits = 0
    for one, two in pairwise([*outline, outline[0]]):
        if one[0] == two[0] and one[0] > x and min(one[1], two[1]) <= y < max(one[1], two[1]):
            hits += 1
    return hits % 2 == 1
