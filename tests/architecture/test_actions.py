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
    "create_demo_centre": "makes the first people there are",
    "note_seen": "presence: a process reports live streams; nobody acts and nothing is logged",
    "note_gone": "presence, as above",
}
"""Public functions of `actions` that are no person's act, each with its reason."""


def public_functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for module in product():
        if ACTIONS.match(module.name):
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{module.name}::{node.name}", node


def is_action(function: ast.FunctionDef) -> bool:
    return any(
        dotted(d).split(".")[-1] == "action" or "atomic" in ast.unparse(d)
        for d in function.decorator_list
    )


def listed(functions: list[tuple[str, ast.FunctionDef]]) -> list[object]:
    return [pytest.param(function, id=name) for name, function in functions]


ALL = list(public_functions())
DURABLE = [
    (name, function)
    for name, function in ALL
    if not name.endswith(PART) and function.name not in WITHOUT_A_PERSON
]
PARTS = [(name, function) for name, function in ALL if name.endswith(PART)]


@pytest.mark.parametrize("function", listed(DURABLE))
def test_an_action_is_durable_and_takes_who_and_when_by_name(function: ast.FunctionDef) -> None:
    assert is_action(function), "an action carries @action; a part ends in _in_transaction"
    by_name = {argument.arg for argument in function.args.kwonlyargs}
    assert {"actor", "at"} <= by_name
    assert function.args.args == [], "an action's arguments are keyword-only"


@pytest.mark.parametrize("function", listed(PARTS))
def test_a_part_opens_no_transaction_and_says_who_holds_it(function: ast.FunctionDef) -> None:
    assert not is_action(function)
    said = (ast.get_docstring(function) or "").lower()
    assert "transaction" in said, "a part's docstring says that the caller holds the transaction"


def test_every_exception_is_still_there() -> None:
    assert set(WITHOUT_A_PERSON) <= {function.name for _, function in ALL}
