"""What libyaml could not read, said so that an author can mend it; and the line taken out.

libyaml stops at its first fault. Where that fault lies within one line, the value of that line is
replaced by a stand-in and the document is read again, so that one reading tells many faults.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import yaml

from stayline_core.protocol.hints import shown

STAND_IN: Final = '"stand-in"'
_LINE = re.compile(r"(?P<head> *(?:- +)*(?P<key>[A-Za-z_][\w./-]*:(?= ))? *)(?P<value>[^ ].*)")
_CLOSED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of syntax: where, in what words, and the line without it, where there is one.

    `line` and `column` count from 0 here, as libyaml counts. `line` is the line to replace.
    """

    line: int
    column: int
    message: str
    mended: str | None = None
    stands_at: int = 0


@dataclass(frozen=True, slots=True)
class Quoted:
    """The last text in quotes that was read: the lines on which it begins and ends, from 0."""

    begins: int
    ends: int


def explain(error: yaml.YAMLError, lines: Sequence[str], quoted: Quoted | None) -> Fault:
    """The fault behind an error of libyaml, at the place where an author would look for it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(0, 0, f"This is not YAML: {shown(str(error))}.")
    problem, context = error.problem or "", error.context or ""
    line, column = error.problem_mark.line, error.problem_mark.column
    if error.context_mark is not None and _looks_back(problem, context):
        line, column = error.context_mark.line, error.context_mark.column
    ending = error.problem_mark.line + 1
    text = lines[line] if line < len(lines) else ""
    above = _line_above(problem, text, lines[line - 1] if line else "")
    if above is not None:
        return Fault(line - 1, _indent(lines[line - 1]), above)
    for told in (_across_lines(problem, context, ending), _unclosed(problem, line, quoted)):
        if told is not None:
            return Fault(line, column, told)
    value = _LINE.fullmatch(text)
    told = _in_line(problem, value, text, column) if value else None
    if value and told is not None:
        fault = Fault(line, column, told)
        goes_on = "scalar" in context and error.context_mark and error.context_mark.line < line
        return fault if goes_on else _mended(fault, value)
    return Fault(line, column, _of_structure(problem, text, column, lines[:line]))


def _looks_back(problem: str, context: str) -> bool:
    """Is the place to mend where the construct began, not where libyaml gave up?"""
    return problem.startswith(("did not find expected ','", "could not find expected ':'")) or (
        "quoted scalar" in context and "end of stream" in problem
    )


def _across_lines(problem: str, context: str, ending: int) -> str | None:
    if "quoted scalar" in context and "end of stream" in problem:
        return "The quote that opens here is never closed."
    if problem.startswith("did not find expected ','"):
        closing = problem.rstrip("'")[-1]
        return (
            f"This bracket is not closed: “,” or “{closing}” is missing before line {ending}. "
            "A text with brackets, commas or colons in it belongs in quotes."
        )
    return None


def _unclosed(problem: str, line: int, quoted: Quoted | None) -> str | None:
    if "expected key" in problem and quoted and quoted.begins < quoted.ends == line:
        return (
            f"A text in quotes that begins on line {quoted.begins + 1} ends only here: is its "
            "closing quote missing?"
        )
    return None


def _in_line(problem: str, found: re.Match[str], text: str, column: int) -> str | None:
    """Faults that lie in the value of one line, which can be taken out."""
    begins = found.start("value")
    if "mapping values" in problem and _is_sentence(found, text, column):
        what = shown(text[begins:column].rpartition(": ")[2])
        return (
            f"“: ” stands in a text without quotes, so “{what}” is taken for a key. Put the whole "
            f'text in quotes: {found["key"] or "-"} "…"'
        )
    if "cannot start any token" in problem:
        return f"A text cannot begin with “{text[column : column + 1]}”: put it in quotes."
    if "alphabetic or numeric" in problem:
        return "A text that begins with * or & must be in quotes."
    if "comment or line break" in problem:
        return "After | or > the text begins on the next line. Else put the text in quotes."
    if "escape character" in problem:
        return (
            f"“{text[column : column + 2]}” means nothing in double quotes: write \\\\ for "
            "one backslash, or use single quotes."
        )
    if "expected key" in problem and column > begins:
        return _after_the_value(found["value"], text[column:])
    return None


def _is_sentence(found: re.Match[str], text: str, column: int) -> bool:
    """Does the colon stand within the value of its line, behind a key or a colon before it?"""
    before = text[found.start("value") : column]
    return bool(before) and (found["key"] is not None or ": " in before)


def _after_the_value(value: str, rest: str) -> str | None:
    """Something follows a value that is complete: a closed quote, a closed bracket."""
    if value[:1] in "\"'" and _CLOSED.match(value):
        if re.match(r", *[\"']", rest):
            return "Several texts need brackets around them, or a line each that begins with -."
        if value[0] == "'":
            return (
                "The text goes on after its closing quote. An apostrophe in single quotes is "
                "written twice; or put the text in double quotes."
            )
        return "The text goes on after its closing quote: put all of it in quotes."
    if rest[:1] in {"]", "}"}:
        return f"There is one “{rest[0]}” too many."
    if value[:1] in {"{", "["}:
        return f"A text that begins with “{value[0]}” must be in quotes."
    return None


def _of_structure(problem: str, text: str, column: int, above: Sequence[str]) -> str:
    """Faults of lines towards each other."""
    before = next((line for line in reversed(above) if line.strip()), "")
    for part, say in _STRUCTURE.items():
        if part in problem:
            return say(text, column, before)
    return f"This is not YAML: {problem}."


def _line_above(problem: str, text: str, above: str) -> str | None:
    """The fault is the line above, which was no key and so went on into this one."""
    key = above.strip()
    if "mapping values" not in problem or not key or _indent(text) != _indent(above):
        return None
    if re.match(r"[\w./-]+:[^ /]", key):
        return "A space is missing after the colon: write “key: value”."
    if ":" not in key and not key.startswith(("-", "#")):
        return _no_colon(above, 0, "")
    return None


def _key_misplaced(text: str, column: int, before: str) -> str:
    del column
    deep, over = _indent(text), _indent(before)
    if deep > over:
        return (
            f"This line is {deep - over} spaces deeper than the line above, which has its value "
            "already. Put it under the same letter, or take the value away."
        )
    return "A key cannot stand here: is a quote, a bracket or a dash missing on the line above?"


def _no_colon(text: str, column: int, before: str) -> str:
    del column, before
    word, _, rest = text.strip().partition(" ")
    mend = f"write “{shown(word)}: {shown(rest)}”" if rest else f"write “{shown(word)}:”"
    return f"This line has no colon, and is no list item: {mend}, or “- …”."


def _badly_indented(text: str, column: int, before: str) -> str:
    if column == _indent(text):
        return (
            f"This line begins after {column} spaces, the one above after {_indent(before)}: lines "
            "that belong together begin under the same letter."
        )
    return f"A key is wanted here, not “{shown(text[column:])}”: is a quote or a comma missing?"


_STRUCTURE: Final[dict[str, Callable[[str, int, str], str]]] = {
    "mapping values": _key_misplaced,
    "could not find expected ':'": _no_colon,
    "expected key": _badly_indented,
    "block sequence entries": lambda *_: (
        "A list begins on the next line, each item after “- ”; or stands in brackets: [a, b]."
    ),
    "'-' indicator": _badly_indented,
    "document start": lambda *_: "Something follows the end of the document.",
    "mapping keys": lambda *_: "“? ” at the beginning of a text must be in quotes.",
    "node content": lambda *_: "A value is missing here, or there is one comma too many.",
}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _mended(fault: Fault, line: re.Match[str]) -> Fault:
    return replace(fault, mended=line["head"] + STAND_IN, stands_at=line.start("value"))
