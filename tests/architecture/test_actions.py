"""The shape of what changes the record: one durable function, who and when by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import dotted, product

ACTIONS = re.compile(r"^src/stayline/.+/actions(\.py$|/)")
PART = "_in_transaction"

WITHOUT_A_PERSON = {
    r"create_administrator": "makes the first administrator, from the command line",
    r"create_demo_centre": "makes the first people there are",
    r"fire_\w+": "the clock's: the watcher is its actor, always",
    r"note_(seen|gone)": "what the live hub sees; being at a screen is nobody's act",
    r"report_status|request_more": "whoever was sent, whom the deployment itself names",
    r"ring_again_after_step": "the clock's, as above",
    r"set_theme": "how one's own screen looks; nothing of it is recorded",
}
"""Actions that are no person's act, each with its reason."""

Function = tuple[str, ast.FunctionDef]


def public_functions() -> Iterator[Function]:
    for module in product():
        private = module.name.rsplit("/", 1)[-1].startswith("_") and "__init__" not in module.name
        if ACTIONS.match(module.name) and not private:
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{module.name}::{node.name}", node


def is_action(function: ast.FunctionDef) -> bool:
    return any(dotted(mark).split(".")[-1] == "action" for mark in function.decorator_list)


def excepted(name: str) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in WITHOUT_A_PERSON)


def listed(functions: list[Function]) -> list[object]:
    return [pytest.param(function, id=name) for name, function in functions]


ALL = list(public_functions())
ACTS = [pair for pair in ALL if is_action(pair[1]) and not excepted(pair[1].name)]
PARTS = [pair for pair in ALL if pair[1].name.endswith(PART)]
OTHERS = [pair for pair in ALL if pair not in PARTS and not is_action(pair[1])]


@pytest.mark.parametrize("function", listed(ACTS))
def test_an_action_takes_who_and_when_by_name(function: ast.FunctionDef) -> None:
    assert {"actor", "at"} <= {argument.arg for argument in function.args.kwonlyargs}


@pytest.mark.parametrize("function", listed(PARTS))
def test_a_part_opens_no_transaction_and_says_who_holds_it(function: ast.FunctionDef) -> None:
    assert not is_action(function)
    said = " ".join((ast.get_docstring(function) or "").lower().split())
    assert "transaction" in said or "lock" in said, "say that the caller holds the transaction"


@pytest.mark.parametrize("function", listed(OTHERS))
def test_only_an_action_opens_a_transaction(function: ast.FunctionDef) -> None:
    opened = [dotted(n) for n in ast.walk(function) if dotted(n).endswith("transaction.atomic")]
    assert opened == [], "put @action on it, or make it a part (…_in_transaction)"


def test_every_exception_is_still_there() -> None:
    names = [function.name for _, function in ALL]
    gone = [one for one in WITHOUT_A_PERSON if not any(re.fullmatch(one, name) for name in names)]
    assert gone == []
