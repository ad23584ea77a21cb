"""Check a bundle's lines: integrity (nothing changed) apart from completeness (nothing missing).

Both files are read once, side by side, in constant memory, so a record of any size can be
checked. Faults name stream and sequence; one damaged line is one fault, not one for everything
behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stayline_core import chain
from stayline_core.anchors import KINDS, Anchors
from stayline_core.bundle import KEPT, Content, FileLine, Manifest, parse_content, parse_entry
from stayline_core.chain import Aspect, Entry, Fault


def file_faults(manifest: Manifest, files: Iterable[FileLine]) -> Iterator[Fault]:
    """Yield a fault for each listed file that is missing or is not the one that was listed.

    `files` are the files that are there.
    """
    there = {file.name: file for file in files}
    for file in manifest.files:
        found = there.pop(file.name, None)
        if found is None:
            sentence = f"{file.name} is missing"
            yield Fault("file.missing", "completeness", "", 0, sentence)
        elif found != file:
            sentence = f"{file.name} is not the file that the manifest lists"
            yield Fault("file.changed", "integrity", "", 0, sentence)
    for name in there:
        yield Fault("file.unlisted", "integrity", "", 0, f"{name} is not in the manifest")


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found, for a person and for a machine.

    `anchors` counts where the record of one joined incident says how the other one's stood, and
    that was compared. `origin` is `proven` when a pinned key signed the bundle, `unproven` when
    only the key that the bundle itself carries was at hand, `none` where nothing is signed (a
    database).
    """

    target: str
    streams: int
    entries: int
    contents: int
    tombstones: int
    faults: tuple[Fault, ...]
    origin: str
    banner: str = ""
    anchors: int = 0
    notes: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether nothing was changed."""
        return not any(fault.aspect == "integrity" for fault in self.faults)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not any(fault.aspect == "completeness" for fault in self.faults)


@dataclass(slots=True)
class BundleCheck:
    """One check of a bundle's lines against its manifest, counting what it has seen."""

    manifest: Manifest
    entries: int = 0
    contents: int = 0
    tombstones: int = 0
    anchors: Anchors = field(default_factory=Anchors)
    _erasures: dict[tuple[str, int], str] = field(default_factory=dict)
    _claimed: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)

    def faults(self, entries: Iterable[bytes], contents: Iterable[bytes]) -> Iterator[Fault]:
        """Yield what is wrong, while reading both files once, side by side."""
        numbers = {stream.stream: at for at, stream in enumerate(self.manifest.streams)}
        beside = _Contents(contents, self.manifest)
        walks = [chain.Walk(s.stream, s.genesis()) for s in self.manifest.streams]
        now = 0
        for raw in entries:
            self.entries += 1
            while now + 1 < len(walks) and walks[now].seen >= self.manifest.streams[now].entries:
                now += 1
            if not walks:
                yield Fault("entry.stream", "integrity", "", self.entries, "no stream is listed")
                return
            try:
                entry = parse_entry(raw)
            except ValueError as fault:
                yield walks[now].damaged("entry.unreadable", str(fault))
                beside.skip((now, walks[now].sequence))
                continue
            number = numbers.get(entry.stream, -1)
            if number != now and (number < 0 or entry.hash != chain.entry_hash(entry)):
                yield walks[now].damaged("entry.stream", "it names another stream")
                beside.skip((now, walks[now].sequence))
                continue
            now = max(now, number)
            faults = walks[number].step(entry)
            yield from faults
            if faults and faults[0].code == "entry.hash":
                beside.skip((number, walks[number].sequence))
            else:
                yield from self._content(entry, number, beside)
        yield from self._ends(walks, beside)

    def _content(self, entry: Entry, number: int, beside: _Contents) -> Iterator[Fault]:
        if entry.kind == chain.ERASED:
            self._erasures[(entry.stream, entry.sequence)] = entry.subject
        yield from beside.orphans_before((number, entry.sequence))
        found = beside.take((number, entry.sequence))
        if entry.kind in KINDS:
            there = found if isinstance(found, Content) and not found.tombstone else None
            self.anchors.take(entry, there.plain if there else None)
        if found is None:
            sentence = "its content is missing, and no erasure explains it"
            yield _content_fault("content.missing", entry, sentence, "completeness")
        elif isinstance(found, str):
            yield _content_fault("content.unreadable", entry, f"its content: {found}")
        elif found.tombstone:
            self.tombstones += 1
            yield from self._tombstone(entry, found)
        else:
            self.contents += 1
            if found.subject != entry.subject or found.commitment() != entry.commitment:
                sentence = "its content does not give its commitment"
                yield _content_fault("content.commitment", entry, sentence)
            elif entry.kind == KEPT:
                yield from self._attachment(entry, found)

    def _attachment(self, entry: Entry, found: Content) -> Iterator[Fault]:
        """Yield a fault when the file that an entry speaks of is not the one that is listed."""
        spoken = found.attachment()
        listed = next(
            (one for one in self.manifest.files if spoken and one.name == spoken.name), None
        )
        if spoken is None or listed is None:
            sentence = "the file that it attaches is not in the bundle"
            yield _content_fault("attachment.missing", entry, sentence, "completeness")
        elif listed != spoken:
            sentence = f"{listed.name} is not the file that it attaches"
            yield _content_fault("attachment.changed", entry, sentence)

    def _tombstone(self, entry: Entry, found: Content) -> Iterator[Fault]:
        if found.tombstone <= entry.sequence or found.subject != entry.subject:
            sentence = f"entry {found.tombstone} cannot have erased its content"
            yield _content_fault("tombstone.wrong", entry, sentence)
        else:
            place = (entry.stream, found.tombstone)
            self._claimed.setdefault(place, (entry.subject, entry.sequence))
            if self._claimed[place][0] != entry.subject:
                sentence = f"entry {found.tombstone} erased somebody else's content"
                yield _content_fault("tombstone.wrong", entry, sentence)

    def _ends(self, walks: list[chain.Walk], beside: _Contents) -> Iterator[Fault]:
        for walk, stream in zip(walks, self.manifest.streams, strict=True):
            yield from walk.finish(stream.entries, stream.head)
        yield from beside.orphans_before(None)
        for place, (subject, sequence) in self._claimed.items():
            if self._erasures.get(place) != subject:
                sentence = f"its content is said to be erased by entry {place[1]}, which is none"
                yield Fault("tombstone.no_entry", "integrity", place[0], sequence, sentence)
        yield from self.anchors.faults({stream.stream for stream in self.manifest.streams})


def _content_fault(code: str, entry: Entry, sentence: str, aspect: Aspect = "integrity") -> Fault:
    return Fault(code, aspect, entry.stream, entry.sequence, sentence)


class _Contents:
    """The contents file, read beside the entries, one line ahead."""

    def __init__(self, lines: Iterable[bytes], manifest: Manifest) -> None:
        self._lines = iter(lines)
        self._numbers = {stream.stream: at for at, stream in enumerate(manifest.streams)}
        self._heads = [stream.entries for stream in manifest.streams]
        self._next: Content | str | None = None
        self._last = (-1, 0)
        self._advance()

    def take(self, place: tuple[int, int]) -> Content | str | None:
        """Return the line for this entry; a line that cannot be read is taken for it."""
        here = self._place()
        if here is not None and here != place:
            return None
        found = self._next
        self._last = place
        self._advance()
        return found

    def skip(self, place: tuple[int, int]) -> None:
        """Pass over the line of an entry that could not be read."""
        self.take(place)

    def orphans_before(self, place: tuple[int, int] | None) -> Iterator[Fault]:
        """Pass over the lines in front of `place`; yield those that no entry explains.

        The content of a missing entry is passed over in silence: the missing entry is named.
        """
        while self._next is not None:
            here = self._place()
            if place is not None and (here is None or here >= place):
                return
            held = self._next
            if not isinstance(held, Content):
                yield _orphan("", 0)
            elif here is None or here <= self._last or here[1] > self._heads[here[0]]:
                yield _orphan(held.stream, held.sequence)
            self._advance()

    def _advance(self) -> None:
        raw = next(self._lines, None)
        if raw is None:
            self._next = None
            return
        try:
            self._next = parse_content(raw)
        except ValueError as fault:
            self._next = str(fault)
            return
        if self._next.stream not in self._numbers:
            self._next = "it names another stream"

    def _place(self) -> tuple[int, int] | None:
        if isinstance(self._next, Content):
            return (self._numbers[self._next.stream], self._next.sequence)
        return None


def _orphan(stream: str, sequence: int) -> Fault:
    sentence = "there is content, and no entry in that place"
    return Fault("content.orphan", "integrity", stream, sequence, sentence)
