"""Drawings of protocols: nothing hides anything, every way is there, the same every time."""

import xml.etree.ElementTree as ET
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings

from stayline_core.protocol import check, load
from stayline_core.protocol.draw import THEMES, Head, draw_mermaid, draw_svg, faults_on
from stayline_core.protocol.draw.style import DARK, INK_ON, LIGHT, stylesheet
from stayline_core.protocol.language import (
    Ask,
    Effect,
    LadderUse,
    Obligation,
    Otherwise,
    Step,
    Within,
    frozen_map,
)
from tests.core.protocol.drawings import (
    HOSTILE,
    KINDS,
    a_protocol,
    a_step,
    apart,
    assert_readable,
    boxes_of,
    planned,
    protocols,
)
from tests.core.protocol.sample import CATALOGUE, GOOD, IRATE, changed, loaded

SVG = "{http://www.w3.org/2000/svg}"
GOOD_PROTOCOL = loaded(GOOD).protocol
# A drawing is laid out in tens of milliseconds; the soak profile draws many times as many.
EXAMPLES = max(12, settings().max_examples // 8)


@cache
def good_drawing(**wishes):
    """The drawing of the sample; several tests look at it."""
    return draw_svg(GOOD_PROTOCOL, **wishes)


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 - our own drawing


def texts(svg):
    return [node.text for node in svg.iter(f"{SVG}text")]


# ── the layout ──


@settings(max_examples=EXAMPLES, deadline=None)
@given(protocol=protocols())
def test_nothing_hides_anything_whatever_the_document_says(protocol):
    assert_readable(protocol, planned(protocol, room=5000))
    assert draw_mermaid(protocol).count("\n") > len(protocol.steps)


def test_less_room_makes_a_narrower_drawing():
    narrow, broad = planned(GOOD_PROTOCOL, 300), planned(GOOD_PROTOCOL, 2000)
    assert narrow.layout.width < broad.layout.width
    assert_readable(GOOD_PROTOCOL, narrow)
    assert_readable(GOOD_PROTOCOL, broad)


def test_the_main_way_runs_straight_down():
    plan = planned(GOOD_PROTOCOL)
    main = plan.graph.main
    assert main[0] == GOOD_PROTOCOL.start
    assert GOOD_PROTOCOL.steps[main[-1]].end == "handed_over"
    boxes = boxes_of(plan)
    middles = {(boxes[name][0] + boxes[name][2]) // 2 for name in main}
    assert len(middles) == 1
    tops = [boxes[name][1] for name in main]
    assert tops == sorted(tops)
    for number in plan.graph.main_edges:
        assert len(plan.layout.lines[number]) == 2


def test_a_protocol_without_a_good_end_has_a_main_way_of_its_start():
    protocol = a_protocol([Step("a", next="b"), Step("b", next="a")])
    assert planned(protocol).graph.main == ("a",)


def test_the_main_way_turns_back_where_it_leads_to_no_good_end():
    steps = [
        Step("a", asks=(Ask("x.y"),), answers=frozen_map({"yes": "b", "no": "c"})),
        Step("b", next="d"),
        Step("d", end="recorded"),
        Step("c", next="e"),
        Step("e", end="handed_over"),
    ]
    protocol = a_protocol(steps)
    assert planned(protocol).graph.main == ("a", "c", "e")
    assert "e1>" in draw_mermaid(protocol)
    assert "e2>" not in draw_mermaid(protocol)


def test_an_irate_caller_is_best_resolved():
    irate = a_protocol(
        [
            a_step("a", "ask", ("b", "c", "c"), "x"),
            Step("b", end="handed_over"),
            Step("c", end="resolved"),
        ],
    )
    urgent = planned(irate).graph.main
    assert urgent[-1] == "b"
    assert planned(loaded(IRATE).protocol).graph.main[-1] == "done"


def test_steps_in_no_reading_order_are_put_into_one():
    count = 40
    steps = [Step("s0", next="s1")]
    steps += [Step(f"s{at}", next=f"s{at + 1}") for at in range(count - 2, 0, -1)]
    protocol = a_protocol([*steps, Step(f"s{count - 1}", end="handed_over")])
    plan = planned(protocol)
    assert plan.graph.back == frozenset()
    assert len(plan.graph.main) == count


def long_protocol(count):
    steps = [
        a_step(
            f"s{at}",
            KINDS[at % 5],
            (f"s{at + 1}", f"s{max(0, at - 9)}", f"s{min(count, at + 3)}"),
            HOSTILE[at % 2],
        )
        for at in range(count)
    ]
    return a_protocol([*steps, Step(f"s{count}", end="handed_over")])


def test_a_long_protocol_is_laid_out_with_less_patience():
    boxes = boxes_of(planned(long_protocol(121)))
    assert all(apart(one, two) for one, two in combinations(boxes.values(), 2))


@pytest.mark.soak
@pytest.mark.timeout(120)
def test_500_steps_take_seconds():
    protocol = long_protocol(500)
    plan = planned(protocol)
    assert len(boxes_of(plan)) == len(protocol.steps)
    assert len(plan.layout.lines) == len(plan.graph.edges)


# ── what is drawn ──


def test_the_drawing_of_a_small_protocol():
    """Not the bytes: which steps, ways, blocks and words stand in it."""
    svg = parsed(draw_svg(GOOD_PROTOCOL, head=Head("Looked at", True, 0, 60, 20)))
    steps = [node.get("data-step") for node in svg.iter(f"{SVG}g") if node.get("data-step")]
    assert sorted(steps) == sorted(GOOD_PROTOCOL.steps)
    ways = [
        (node.get("data-from"), node.get("data-to"))
        for node in svg.iter(f"{SVG}g")
        if node.get("data-from")
    ]
    assert ("calm", "hand_over") in ways
    assert ("calm", "alone") in ways
    assert len(ways) == len(planned(GOOD_PROTOCOL).graph.edges)
    blocks = [node.get("data-block") for node in svg.iter(f"{SVG}g") if node.get("data-block")]
    assert blocks[0] == "opening"
    shown = texts(svg)
    for words in (
        "Looked at",
        "Threat of suicide or self-harm",
        "Block: opening",
        "Start",
        "Offered when the threat grows",
        "Any time: Call emergency",
        "Call: emergency services",
        "Level: L0",
        "Rings: management",
        "Have you hurt yourself, or are",
        "“I'm listening. Take all the",
        "60\u00a0s",
        "accepts",
        "The crisis ladder rings as it opens.",
        "The system starts aftercare",
    ):
        assert any(words in (text or "") for text in shown), words
    assert svg.find(f"{SVG}title").text == "Threat of suicide or self-harm"
    assert "The main way" in svg.find(f"{SVG}desc").text


def test_each_step_says_in_its_title_all_that_it_says():
    svg = parsed(good_drawing())
    told = {
        node.get("data-step"): node.find(f"{SVG}title").text
        for node in svg.iter(f"{SVG}g")
        if node.get("data-step")
    }
    for line in GOOD_PROTOCOL.steps["opening/acknowledge"].say:
        assert line in told["opening/acknowledge"]
    assert "Have they spoken" in told["spoken"]
    assert "Handed over" in told["done"]


def test_a_walk_is_highlighted_in_order():
    walk = ("opening/acknowledge", "opening/danger_now", "help_now")
    svg = parsed(draw_svg(GOOD_PROTOCOL, highlight=walk))
    marked = {
        node.get("data-step")
        for node in svg.iter(f"{SVG}g")
        if "sd-walked" in (node.get("class") or "")
    }
    assert marked == set(walk)
    orders = [n.text for n in svg.iter(f"{SVG}text") if n.get("class") == "sd-order-text"]
    assert sorted(orders) == ["1", "2", "3"]
    lines = [n for n in svg.iter(f"{SVG}path") if n.get("class") == "sd-edge sd-walked"]
    assert len(lines) == 2


def test_steps_with_errors_are_marked():
    read = loaded(
        changed(GOOD, ("    wait_for: accepted\n    within: 60s\n", "    wait_for: accepted\n"))
    )
    found = faults_on(read, check(read, catalogue=CATALOGUE).findings)
    assert any(fault.startswith("T01") for fault in found["calm"])
    svg = parsed(draw_svg(read.protocol, faults=found))
    faulty = [n.get("data-step") for n in svg.iter(f"{SVG}g") if "sd-faulty" in n.get("class", "")]
    assert "calm" in faulty
    assert "Fault" in texts(svg)


def test_a_document_that_cannot_be_read_has_no_step_to_mark():
    read = loaded("stayline: 2")
    assert faults_on(read, read.findings) == {}


def test_warnings_mark_nothing():
    read = loaded(
        changed(
            GOOD,
            ("within: 60s\n    otherwise: {do: [{raise", "within: 5s\n    otherwise: {do: [{raise"),
        )
    )
    found = check(read, catalogue=CATALOGUE).findings
    assert {one.severity for one in found} == {"warning"}
    assert faults_on(read, found) == {}


def test_a_narrow_heading_puts_the_times_below_each_other():
    steps = [Step("a", asks=tuple(Ask(f"bomb.x{at}") for at in range(5)), next="b")]
    protocol = a_protocol([*steps, Step("b", end="recorded")])
    svg = parsed(draw_svg(protocol, head=Head("x", True, 0, 60, 20), width=300))
    tiles = [n for n in svg.iter(f"{SVG}rect") if n.get("class") == "sd-tile"]
    assert len({tile.get("y") for tile in tiles}) > 1
    assert any(text.startswith("and 2 more") for text in texts(svg))
    assert int(svg.get("width")) <= 310


def test_what_is_said_by_name_only_is_said_in_words():
    steps = [
        Step("a", say=("Hello {agent_name}.", "Two.", "Three."), next="b"),
        Step("b", observes=(Ask("risk.life"), Ask("x.y")), note=("Look.",), next="c"),
        Step("c", asks=(Ask("q.r"),), within=Within(60, 60, 600), next="d"),
        Step("d", within=Within(None, 30, None), otherwise=Otherwise(offer="e"), next="e"),
        Step("e", end="recorded"),
    ]
    owed = [
        Obligation("one", Effect("confirm", "arrived"), "receiver", "dispatched", 600),
        Obligation("two", Effect("confirm", "keys"), "agent", "step:b", None, (Effect("x", "y"),)),
        Obligation("three", Effect("file", "call_record"), "doctor", "later", 7200),
    ]
    protocol = a_protocol(steps, obligations=tuple(owed))
    shown = texts(parsed(draw_svg(protocol, head=Head(labels={"x.y": "The colour"}))))
    for words in (
        "“Hello [agent name].”",
        "and 1 more to say",
        "risk life · The colour",
        "Look.",
        "q r",
        "live and chat, 10",
        "s chat",
        "Whoever takes over confirms that help has arrived",
        "The agent confirms “keys” at any time after the step “b”.",
        "Doctor files the report “call record” within",
    ):
        assert any(words in text for text in shown), (words, shown)


def test_a_protocol_for_manners_rings_on_demand():
    shown = texts(parsed(draw_svg(loaded(IRATE).protocol, head=Head(checked=True))))
    assert "on demand" in shown


def test_the_steps_of_a_block_stay_together():
    """Two steps of a block in one row, with others that would rather stand between them."""
    steps = [
        a_step("a", "ask", ("b/x", "c", "b/y"), "x"),
        a_step("b/x", "ask", ("d", "e", "c"), "x"),
        a_step("c", "ask", ("b/y", "d", "f"), "x"),
        a_step("b/y", "ask", ("e", "a", "f"), "x"),
        a_step("d", "ask", ("f", "a", "c"), "x"),
        a_step("e", "ask", ("f", "b/x", "g/z"), "x"),
        a_step("g/z", "ask", ("f", "b/y", "g/w"), "x"),
        a_step("g/w", "ask", ("f", "c", "a"), "x"),
        Step("f", end="handed_over"),
    ]
    protocol = a_protocol(steps, on=frozen_map({"contact_lost": "g/z"}))
    assert_readable(protocol, planned(protocol, 5000))


def test_a_frame_around_equal_steps_is_a_plain_rectangle():
    steps = [Step("b/x", next="b/y"), Step("b/y", next="c"), Step("c", end="handed_over")]
    ((group, outline),) = planned(a_protocol(steps)).layout.frames
    assert group == "b"
    assert len(outline) == 4


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        ("at_open", "as it opens"),
        ("on_demand", "when a step rings it"),
        (120, "2\u00a0min after the opening"),
    ],
)
def test_the_heading_says_when_the_ladder_rings(ring, words):
    protocol = a_protocol([Step("a", end="recorded")], ladder=LadderUse("crisis", ring))
    assert any(words in text for text in texts(parsed(draw_svg(protocol))))


def test_without_a_ladder_the_heading_says_so():
    protocol = a_protocol([Step("a", end="recorded")], ladder=None)
    assert "No ladder rings for it." in texts(parsed(draw_svg(protocol)))


def test_times_are_left_out_until_somebody_has_checked():
    assert "no limit" not in texts(parsed(good_drawing()))
    assert "no limit" in texts(parsed(draw_svg(GOOD_PROTOCOL, head=Head(checked=True))))


def test_a_word_that_is_new_to_the_drawing_stands_as_it_is():
    steps = [
        Step("a", do=(Effect("count", "warnings"),), wait_for="new_fact", next="b"),
        Step("b", branch="warnings", answers=frozen_map({"0": "c", "1": "c"})),
        Step("c", end="new_end"),
    ]
    shown = " ".join(texts(parsed(draw_svg(a_protocol(steps)))))
    assert "How many warnings so far?" in shown
    assert "End: new end" in shown
    assert "Counts: warnings" in shown


# ── the file ──


def test_the_same_protocol_gives_the_same_bytes():
    again = load(GOOD.encode(), file="again.yaml").protocol
    assert good_drawing() == draw_svg(again)
    assert draw_mermaid(GOOD_PROTOCOL) == draw_mermaid(again)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_file(text):
    steps = [
        Step("a", title=text, say=(text,), note=(text,), avoid=(text,), next="b"),
        Step("b", title=text, end="handed_over"),
    ]
    protocol = a_protocol(steps, anytime=frozen_map({"a": text}))
    svg = parsed(draw_svg(protocol, head=Head(text), faults={"a": [text]}))
    tags = {node.tag.removeprefix(SVG) for node in svg.iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "style",
        "rect",
        "path",
        "text",
        "g",
        "polygon",
        "circle",
    }


def test_nothing_comes_from_outside():
    drawing = good_drawing()
    rest = drawing.replace("http://www.w3.org/2000/svg", "")
    for word in ("http", "<script", "@import", "url(", "href", "onload"):
        assert word not in rest


def test_every_text_is_large_enough_to_read():
    sizes = [
        int(part.split("px")[0])
        for part in stylesheet("both").replace("font:", "font-size:").split("font-size:")[1:]
    ]
    assert min(sizes) >= 11


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_and_line_stands_out_enough(tokens):
    for name, (ink, ground) in INK_ON.items():
        assert contrast(tokens[ink], tokens[ground]) >= 4.5, name
    for line in ("ctl", "accent", "amber", "danger", "blue", "ok", "mark-line"):
        for ground in ("bg", "surface"):
            assert contrast(tokens[line], tokens[ground]) >= 3, (line, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_has_its_colours(theme):
    drawing = f"fill:none;{stylesheet(theme)}"
    assert (f"fill:{LIGHT['bg']}" in drawing) is (theme != "dark")
    assert (f"fill:{DARK['bg']}" in drawing) is (theme != "light")
    assert ("prefers-color-scheme:dark" in drawing) is (theme == "both")


def test_every_style_that_is_used_is_defined():
    sheet = stylesheet("light")
    plain = {"step", "way", "block", "event", "next", "answer", "say", "ask", "observe", "note"}
    for protocol in (GOOD_PROTOCOL, loaded(IRATE).protocol):
        svg = parsed(draw_svg(protocol, highlight=("done",), faults={"done": ["x"]}))
        used = {name for node in svg.iter() for name in (node.get("class") or "").split()}
        for name in used - {f"sd-{word}" for word in plain} - {"sd"}:
            assert f".{name}" in sheet or name.endswith("-card"), name
