"""Sentences that break a rule, and near misses that break none, from the files beside this."""

from pathlib import Path

HERE = Path(__file__).parent


def bad(name):
    """Each bad sentence of a file: the codes it must bring, and the sentence."""
    read = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            codes, _, text = line.partition(" | ")
            read.append((frozenset(codes.split()), text))
    return read


def good(name):
    """The sentences of a file that bring nothing."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


BAD = bad("bad.txt")
GOOD = good("good.txt")
