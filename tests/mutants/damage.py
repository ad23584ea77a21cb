"""Damage to protocol documents: one kind of fault, at one place, and nothing else.

A document is read as a plain tree of texts, changed in one place and written again, so that a
mutant goes through `load` like any document that somebody wrote. Nothing here knows what the
checker looks for: a kind is applied wherever its words stand, sensible or not.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

Tree = Any
Edit = Callable[[Tree], None]
Place = tuple[str, Edit]


@dataclass(frozen=True)
class Mutant:
    """A damaged document. `id` is `protocol/kind/number`, stable while the document is."""

    id: str
    protocol: str
    kind: str
    what: str
    edit: Edit
    original: Tree

    @property
    def source(self) -> bytes:
        """The damaged document, written when it is asked for: a sample needs few of many."""
        damaged = copy.deepcopy(self.original)
        self.edit(damaged)
        return written(damaged)


def tree_of(source: bytes) -> Tree:
    """The document as tables, lists and texts; every scalar stays a text."""
    return yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506 - texts alone, no objects


def written(tree: Tree) -> bytes:
    """The tree as a document again."""
    text = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=200)
    return text.encode()


def mutants(protocol: str, source: bytes) -> Iterator[Mutant]:
    """Every mutant of one document, kind by kind, place by place."""
    tree = tree_of(source)
    for kind, places in KINDS.items():
        for number, (what, edit) in enumerate(places(tree), start=1):
            yield Mutant(f"{protocol}/{kind}/{number}", protocol, kind, what, edit, tree)


# ── finding places ──


def groups(tree: Tree) -> Iterator[tuple[tuple[str, ...], Tree]]:
    """Each table of steps with the path to it: those of the blocks, then the protocol's own."""
    for name, block in tree.get("blocks", {}).items():
        yield ("blocks", name, "steps"), block["steps"]
    yield ("steps",), tree["steps"]


def steps(tree: Tree) -> Iterator[tuple[tuple[str, ...], str, Tree]]:
    """Each step: the path of its table, its name, its keys."""
    for path, table in groups(tree):
        for name, step in table.items():
            yield path, name, step


def at(tree: Tree, path: tuple[Any, ...]) -> Tree:
    """The node at a path."""
    for key in path:
        tree = tree[key]
    return tree


def dropping(path: tuple[Any, ...]) -> Edit:
    """An edit that takes a node out, and the lists and tables that it leaves empty."""

    def edit(tree: Tree) -> None:
        del at(tree, path[:-1])[path[-1]]
        if len(path) > 1 and not at(tree, path[:-1]) and path[-2] not in {"steps", "say"}:
            dropping(path[:-1])(tree)

    return edit


def setting(path: tuple[Any, ...], value: Tree) -> Edit:
    """An edit that puts another value in a node's place."""

    def edit(tree: Tree) -> None:
        at(tree, path[:-1])[path[-1]] = value

    return edit


def listed(value: Tree) -> list[Tree]:
    """A value that may stand alone or in a list, as a list."""
    return list(value) if isinstance(value, list) else [value]


def effects(tree: Tree) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """Each effect in a list: its path, its kind, its target."""
    for path, name, step in steps(tree):
        yield from _effects_at((*path, name, "do"), step.get("do", []))
        do = step.get("otherwise", {}).get("do", [])
        yield from _effects_at((*path, name, "otherwise", "do"), do)
    for index, owed in enumerate(tree.get("obligations", [])):
        yield from _effects_at(("obligations", index, "otherwise"), owed.get("otherwise", []))


def _effects_at(
    path: tuple[Any, ...], found: list[Tree]
) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    for index, effect in enumerate(found):
        ((kind, target),) = effect.items()
        yield (*path, index), kind, target


def edges(tree: Tree) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Each place that names a step to go to: its path, and the step."""
    for path, name, step in steps(tree):
        here = (*path, name)
        if "next" in step:
            yield (*here, "next"), step["next"]
        for answer, target in step.get("answers", {}).items():
            yield (*here, "answers", answer), target
        if "offer" in step.get("otherwise", {}):
            yield (*here, "otherwise", "offer"), step["otherwise"]["offer"]
    for event, target in tree.get("on", {}).items():
        yield ("on", event), target
    for key in ("start", "start_switched"):
        if key in tree:
            yield (key,), tree[key]


def shown(path: tuple[Any, ...]) -> str:
    """A path in words."""
    return ".".join(str(part) for part in path)


# ── dropping ──


def drop_step(tree: Tree) -> Iterator[Place]:
    """A step is gone; whatever led to it leads to where it led."""
    for path, name, step in steps(tree):
        onward = step.get("next") or next(reversed(step.get("answers", {}).values()), None)
        if onward is None or onward == name:
            continue
        if len(path) > 1 and tree["blocks"][path[1]]["start"] == name and onward == "leave":
            continue
        yield f"without the step {name}", _without_step(path, name, onward)


def _without_step(path: tuple[str, ...], name: str, onward: str) -> Edit:
    def edit(tree: Tree) -> None:
        del at(tree, path)[name]
        if len(path) > 1:
            block = tree["blocks"][path[1]]
            block["start"] = onward if block["start"] == name else block["start"]
            return _rewire_block(tree, path[1], name, onward)
        for place, target in list(edges(tree)):
            if target == name or target.startswith(f"{name}/"):
                setting(place, onward)(tree)
        if name in tree.get("anytime", {}):
            tree["anytime"].setdefault(onward, tree["anytime"].pop(name))
        return None

    return edit


def _rewire_block(tree: Tree, block: str, name: str, onward: str) -> None:
    """In a block by its own names; from outside by `use/name`."""
    uses = {user: step for _, user, step in steps(tree) if step.get("use") == block}
    for place, target in list(edges(tree)):
        inside = place[:2] == ("blocks", block)
        if inside and target == name:
            setting(place, onward)(tree)
        for user, step in uses.items():
            if target == f"{user}/{name}":
                to = step["next"] if onward == "leave" else f"{user}/{onward}"
                setting(place, to)(tree)


def drop_fallback(tree: Tree) -> Iterator[Place]:
    """What happens when something does not happen: of a clock, an answer, an event, a deadline."""
    for path, name, step in steps(tree):
        yield from _fallbacks((*path, name), name, step)
    for event in tree.get("on", {}):
        yield f"nothing on {event}", dropping(("on", event))
    for index, owed in enumerate(tree.get("obligations", [])):
        if "otherwise" in owed:
            yield f"{owed['id']} without otherwise", dropping(("obligations", index, "otherwise"))


def _fallbacks(here: tuple[str, ...], name: str, step: Tree) -> Iterator[Place]:
    otherwise = step.get("otherwise", {})
    if otherwise:
        yield f"{name} without otherwise", dropping((*here, "otherwise"))
        yield f"{name} without its clock", _both(here)
    for key in otherwise if len(otherwise) > 1 else ():
        yield f"{name} without otherwise.{key}", dropping((*here, "otherwise", key))
    if "else" in step.get("answers", {}):
        yield f"{name} without else", dropping((*here, "answers", "else"))


def _both(here: tuple[Any, ...]) -> Edit:
    def edit(tree: Tree) -> None:
        at(tree, here).pop("within", None)
        at(tree, here).pop("otherwise", None)

    return edit


def drop_answer(tree: Tree) -> Iterator[Place]:
    """An answer that is named is no longer."""
    for path, name, step in steps(tree):
        for answer in step.get("answers", {}):
            if answer != "else":
                yield f"{name} without {answer}", dropping((*path, name, "answers", answer))


def drop_raise(tree: Tree) -> Iterator[Place]:
    """A ladder is not rung."""
    for path, kind, target in effects(tree):
        if kind == "raise":
            yield f"{shown(path)} does not raise {target}", dropping(path)
    if "ladder" in tree:
        yield "no ladder at all", dropping(("ladder",))


def drop_effect(tree: Tree) -> Iterator[Place]:
    """Somebody is not told, nobody is sent, something is not counted."""
    for path, kind, target in effects(tree):
        if kind != "raise":
            yield f"{shown(path)} does not {kind} {target}", dropping(path)


def drop_obligation(tree: Tree) -> Iterator[Place]:
    """Nobody owes it any more."""
    for index, owed in enumerate(tree.get("obligations", [])):
        yield f"{owed['id']} is not owed", dropping(("obligations", index))


SHARING = ("share", "pass this on", "tell a colleague", "tell them only", "colleague")


def drop_sharing(tree: Tree) -> Iterator[Place]:
    """The sentence that says with whom it will be shared."""
    for path, name, step in steps(tree):
        if "pass_on" not in listed(step.get("covers", [])):
            continue
        for index, text in enumerate(listed(step.get("say", []))):
            if any(words in text for words in SHARING):
                yield f"{name} does not say: {text}", dropping((*path, name, "say", index))


def drop_wait(tree: Tree) -> Iterator[Place]:
    """A step no longer waits."""
    for path, name, step in steps(tree):
        if "wait_for" in step:
            yield f"{name} does not wait", dropping((*path, name, "wait_for"))


def drop_duty(tree: Tree) -> Iterator[Place]:
    """A duty is not named."""
    for index, duty in enumerate(tree.get("duties", [])):
        yield f"without the duty {duty}", dropping(("duties", index))


def drop_anytime(tree: Tree) -> Iterator[Place]:
    """A step is no longer one press away."""
    for name in tree.get("anytime", {}):
        yield f"{name} is not one press away", dropping(("anytime", name))


def drop_question(tree: Tree) -> Iterator[Place]:
    """Something is no longer asked or noticed where it did not decide the way."""
    for path, name, step in steps(tree):
        for key in ("ask", "observe"):
            if "answers" in step or key not in step:
                continue
            many = isinstance(step[key], list)
            for index, item in enumerate(listed(step[key])):
                field = item["field"] if isinstance(item, dict) else item
                place = (*path, name, key, index) if many else (*path, name, key)
                yield f"{name} does not {key} {field}", dropping(place)


# ── changing ──


def swap(tree: Tree) -> Iterator[Place]:
    """Two steps that follow each other come the other way round."""
    for path, name, step in steps(tree):
        second = step.get("next")
        after = at(tree, path).get(second, {})
        if after.get("next") not in {None, name}:
            yield f"{second} before {name}", _swapped(path, name, second, after["next"])


def _swapped(path: tuple[str, ...], first: str, second: str, after: str) -> Edit:
    def edit(tree: Tree) -> None:
        for place, target in list(edges(tree)):
            if target == first and (len(path) == 1 or place[:2] == path[:2]):
                setting(place, second)(tree)
        if len(path) > 1 and tree["blocks"][path[1]]["start"] == first:
            tree["blocks"][path[1]]["start"] = second
        at(tree, path)[second]["next"] = first
        at(tree, path)[first]["next"] = after

    return edit


STRETCH = 10
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def stretched(duration: str) -> str:
    """Ten times as long, a day at most."""
    seconds = int(duration[:-1]) * _SECONDS[duration[-1]] * STRETCH
    return f"{min(seconds, 24 * 3600)}s"


def stretch(tree: Tree) -> Iterator[Place]:
    """A limit is ten times as long; a ladder that rang at once rings later, or on demand."""
    for path, name, step in steps(tree):
        within = step.get("within", {})
        limits = within if isinstance(within, dict) else {"": within}
        for cls, duration in limits.items():
            place = (*path, name, "within", cls) if cls else (*path, name, "within")
            yield f"{name} {cls} ×10".replace("  ", " "), setting(place, stretched(duration))
    for index, owed in enumerate(tree.get("obligations", [])):
        if "within" in owed:
            longer = stretched(owed["within"])
            yield f"{owed['id']} ×10", setting(("obligations", index, "within"), longer)
    if isinstance(tree.get("ladder"), str):
        for ring in ("5m", "on_demand"):
            yield f"ring: {ring}", setting(("ladder",), {"id": tree["ladder"], "ring": ring})


def change_end(tree: Tree) -> Iterator[Place]:
    """A run ends in another way."""
    kinds = ("handed_over", "released", "resolved", "terminated", "recorded", "superseded")
    for path, name, step in steps(tree):
        for end in kinds:
            if step.get("end", end) != end:
                yield f"{name} ends as {end}", setting((*path, name, "end"), end)


def retarget(tree: Tree) -> Iterator[Place]:
    """A way leads elsewhere: to each end, to where help is sent, to the beginning, nowhere new."""
    own = tree["steps"]
    ends = [name for name, step in own.items() if "end" in step]
    sends = [n for n, s in own.items() if any("dispatch" in e for e in s.get("do", []))]
    for place, target in edges(tree):
        for to in dict.fromkeys((*ends, *sends[:1], tree["start"])):
            if to != target:
                yield f"{shown(place)} leads to {to}", setting(place, to)
    for name, label in tree.get("anytime", {}).items():
        for to in dict.fromkeys((*ends, tree["start"])):
            yield f"{label} leads to {to}", _relabelled(name, to)


def _relabelled(name: str, to: str) -> Edit:
    def edit(tree: Tree) -> None:
        table = tree["anytime"]
        tree["anytime"] = {to if key == name else key: label for key, label in table.items()}

    return edit


def automatic(tree: Tree) -> Iterator[Place]:
    """What a person must do is done by a clock."""
    found = [(kind, target) for _, kind, target in effects(tree) if kind in _BY_A_PERSON]
    found += [(k, t) for owed in tree.get("obligations", []) for k, t in owed["do"].items()]
    chosen = dict.fromkeys(one for one in found if one[0] in _BY_A_PERSON)
    for path, name, step in steps(tree):
        for kind, target in chosen if "otherwise" in step else ():
            do = [*step["otherwise"].get("do", []), {kind: target}]
            what = f"the clock of {name} does {kind}: {target}"
            yield what, setting((*path, name, "otherwise", "do"), do)
    for index, owed in enumerate(tree.get("obligations", [])):
        for kind, target in chosen:
            do = [*owed.get("otherwise", []), {kind: target}]
            what = f"when {owed['id']} is missed, {kind}: {target} is done"
            yield what, setting(("obligations", index, "otherwise"), do)


_BY_A_PERSON = ("dispatch", "signpost", "file", "open_case", "advise", "confirm")


# ── words ──


def voice_observed(tree: Tree) -> Iterator[Place]:
    """What is only noticed is asked aloud."""
    for path, name, step in steps(tree):
        if "observe" not in step:
            continue
        for item in listed(step["observe"]):
            yield f"{name} asks {item}", _voiced((*path, name), item)


def _voiced(here: tuple[str, ...], field: str) -> Edit:
    def edit(tree: Tree) -> None:
        step = at(tree, here)
        left = [item for item in listed(step.pop("observe")) if item != field]
        asks = listed(step.get("ask", []))
        asks.append({"field": field, "question": "What can you tell me about this?"})
        step["ask"] = asks if len(asks) > 1 else asks[0]
        if left:
            step["observe"] = left

    return edit


SECRECY = (
    "I promise that this stays between us.",
    "I won't tell anyone what you told me.",
    "Nobody else will ever know of this.",
    "Your secret is safe with me.",
    "What you say here goes no further.",
    "This is strictly confidential.",
    "I'll keep this to myself.",
    "We can keep it a secret.",
    "No one has to hear about this.",
    "I will never pass this on.",
    "It will not leave this room.",
    "You have my word that I'll say nothing to anybody.",
)

FORBIDDEN = (
    "You need to calm down.",
    "It's not that bad.",
    "You should have told us before.",
    "This is your own fault.",
    "You're just being dramatic.",
    "Everything will be fine, I promise.",
    "How would you do it?",
    "What method would you use?",
    "I have to file a report on you now.",
    "Other people have it worse.",
    "You don't mean that.",
    "If you talk like that I'll hang up.",
    "People who commit suicide are selfish.",
    "Why would you do such a thing?",
    "We are tracing your call.",
)


def promise_secrecy(tree: Tree) -> Iterator[Place]:
    """A promise that nobody can keep."""
    yield from _saying(tree, SECRECY)


def say_forbidden(tree: Tree) -> Iterator[Place]:
    """Words that blame, belittle, argue, promise, ask how, or give away that it is written down."""
    yield from _saying(tree, FORBIDDEN)


def _saying(tree: Tree, sentences: tuple[str, ...]) -> Iterator[Place]:
    spoken = [(path, name, step) for path, name, step in steps(tree) if "say" in step]
    for number, (path, name, step) in enumerate(spoken):
        text = sentences[number % len(sentences)]
        said = [*listed(step["say"]), text]
        yield f"{name} says: {text}", setting((*path, name, "say"), said)


KINDS: Mapping[str, Callable[[Tree], Iterator[Place]]] = {
    kind.__name__: kind
    for kind in (
        drop_step,
        drop_fallback,
        drop_answer,
        drop_raise,
        drop_effect,
        drop_obligation,
        drop_sharing,
        drop_question,
        drop_wait,
        drop_duty,
        drop_anytime,
        swap,
        stretch,
        change_end,
        retarget,
        automatic,
        voice_observed,
        promise_secrecy,
        say_forbidden,
    )
}
