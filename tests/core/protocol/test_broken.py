"""Each code has a document that brings it, at its line, and a mended twin that does not.

The documents are `tests/broken/CODE-name.yaml`; a comment stands on the line before the finding.
The twin is the same document with the `bad` of the registry replaced by its `good`.
"""

import functools
import json
import re
from pathlib import Path

import pytest

from stayline_core.protocol import CENTRE_NAMES, Catalogue, check, load
from stayline_core.protocol.codes import CODES, GROUPS
from stayline_core.protocol.overlay import check_overlay, document_digest, load_overlay
from tests.core.protocol.shipped import PLAYBOOK

BROKEN = Path(__file__).parents[2] / "broken"
FILES = {file.stem: file for file in sorted(BROKEN.glob("???-*.yaml"))}
GOOD = (BROKEN / "good.yaml").read_bytes()
"""What the overlays word."""
FILES_OF = {name.split("-")[0]: file for name, file in reversed(FILES.items())}


def _catalogue():
    forms = [*(PLAYBOOK / "forms").glob("*.json"), *(BROKEN / "forms").glob("*.json")]
    ladders = [*(PLAYBOOK / "ladders").glob("*.yaml"), *(BROKEN / "ladders").glob("*.yaml")]
    return Catalogue.from_documents(
        {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in forms},
        {file.name: file.read_bytes() for file in ladders},
        CENTRE_NAMES,
    )


CENTRE = _catalogue()

ALSO = {
    "T08": {"S20"},  # where nobody is rung, waiting for somebody is in vain
    "H04": {"H12"},  # where nobody may be warned, every end by the agent lacks its warnings
    "O04": {"O05"},  # words for an earlier version are not shown, so they are missing
    "O06": {"O05"},  # nor are words that lack a placeholder
}
"""Codes that cannot come alone, and what comes with them."""


def found_in(source, name="O00.yaml"):
    if b"kind: wording" not in source:
        return check(load(source, file=name), catalogue=CENTRE).findings
    read = load_overlay(source, file=name)
    version = document_digest(GOOD)
    whole = load(GOOD, file="good.yaml")
    return check_overlay(read, whole, digest=version, catalogue=CENTRE).findings


@functools.cache
def faults_of(source):
    """Most documents are the same once they are mended: each is checked once."""
    return [(finding.code, finding.message) for finding in found_in(source.encode())]


def faults_without_comments(document):
    return faults_of(re.sub(r"^ *#.*\n", "", document, flags=re.MULTILINE))


def mended(document, one):
    """The document with the fault taken away, each line of a snippet as deep as the first."""
    if not one.good:
        return re.sub(rf"^ *{re.escape(one.bad)}\n", "", document, flags=re.MULTILINE)
    if one.code == "Y01":
        return document.replace(f"{one.bad}\n", "")
    first = one.bad.split("\n")[0]
    for match in re.finditer(re.escape(first), document):
        at = match.start()
        pad = "\n" + " " * (at - document.rfind("\n", 0, at) - 1)
        bad, good = (text.replace("\n", pad) for text in (one.bad, one.good))
        # The comment that points at the finding may stand within the snippet.
        plain = document[:at] + re.sub(r" *# \w+ is found here:\n", "", document[at:])
        if plain.startswith(bad, at):
            return plain[:at] + good + plain[at + len(bad) :]
    raise AssertionError(f"the bad example of {one.code} does not stand in its document")


@pytest.fixture(scope="module")
def findings():
    return {name: found_in(file.read_bytes(), str(file)) for name, file in FILES.items()}


def test_every_code_has_its_document():
    assert {name.split("-")[0] for name in FILES} == set(CODES)


@pytest.mark.parametrize("name", FILES)
def test_a_broken_document_brings_its_code_where_it_is_marked(name, findings):
    code = name.split("-")[0]
    mine = [finding for finding in findings[name] if finding.code == code]
    assert mine, sorted({finding.code for finding in findings[name]})
    assert {finding.code for finding in findings[name]} == {code} | ALSO.get(code, set())
    lines = FILES[name].read_text(encoding="utf-8", errors="replace").splitlines()
    marks = [at for at, line in enumerate(lines, 1) if line.endswith(f"# {code} is found here:")]
    assert mine[0].line in ([at + 1 for at in marks] or [1])
    assert mine[0].column >= 1
    assert bool(mine[0].walk) == CODES[code].has_walk
    assert mine[0].severity == CODES[code].severity


def test_every_code_that_the_core_can_give_is_explained():
    core = Path(__file__).parents[3] / "src/stayline_core"
    given = {
        code
        for file in core.rglob("*.py")
        if file.parent.name != "codes"
        for code in re.findall(r'"([YSTHWCRO][0-9]{2})"', file.read_text(encoding="utf-8"))
    }
    assert given == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_without_its_fault_a_document_is_good(code):
    source = FILES_OF[code].read_text(encoding="utf-8")
    assert faults_without_comments(mended(source, CODES[code])) == []


def test_each_code_is_explained():
    for code, one in CODES.items():
        assert code == one.code
        assert one.group == GROUPS[code[0]]
        assert one.to_json()["title"] == one.title
        for text in (one.title, one.sentence, one.reason, one.bad, one.source):
            assert text.strip() == text != ""
        assert one.sentence.endswith(".")
        head = FILES_OF[code].read_text(encoding="utf-8").partition("\n")[0]
        assert head == f"# {code}: {one.title}."
        assert one.reason.endswith((".", "?"))
        assert one.bad != one.good
    assert len({one.title for one in CODES.values()}) == len(CODES)
    assert len({one.reason for one in CODES.values()}) == len(CODES)
