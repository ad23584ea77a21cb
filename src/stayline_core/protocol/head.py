"""The first look at a document: is it of the wanted kind, and in a version that can be read?"""

import re
from collections.abc import Mapping

from stayline_core.protocol.hints import shown
from stayline_core.protocol.reading import Reader
from stayline_core.protocol.schema.words import KINDS
from stayline_core.protocol.tree import Node, Scalar, Table
from stayline_core.protocol.versions import LANGUAGE, Versions, VersionUnknown

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def opened(reader: Reader, root: Node, kind: str, versions: Versions[Node]) -> Node | None:
    """The document in the current version of the language.

    None, with the one finding that says why, where it is no table (Y08), of another kind (Y08)
    or in an unknown version (Y10): nothing else can be said of such a document.
    """
    if not isinstance(root, Table):
        reader.table(root, ())
        return None
    pairs = {key: value for key, (_, value) in root.pairs.items()}
    if not _of_kind(reader, pairs.get("kind"), kind):
        return None
    return _upgraded(reader, root, pairs.get("stayline"), versions)


def document_head(reader: Reader, values: Mapping[str, Node], kind: str) -> None:
    """Refuse another version (Y10) or another kind of document (Y08)."""
    version = values.get("stayline")
    if version is not None:
        _upgraded(reader, version, version, LANGUAGE)
    if "kind" in values:
        reader.choice(values["kind"], (kind,), code="Y08", what="kind of document read here")


def _of_kind(reader: Reader, node: Node | None, kind: str) -> bool:
    if not isinstance(node, Scalar) or node.value == kind or node.value not in KINDS:
        return True
    message = f"This is a {node.value} document; a {kind} document is wanted: kind: {kind}."
    reader.fault("Y08", node, message)
    return False


def _upgraded(
    reader: Reader, root: Node, version: Node | None, versions: Versions[Node]
) -> Node | None:
    if version is None:
        return root
    word = version.value if isinstance(version, Scalar) else ""
    if isinstance(version, Scalar) and version.broken:
        return root
    try:
        return versions.upgraded(root, int(word) if _NUMBER.fullmatch(word) else 0)
    except VersionUnknown as unknown:
        known = ", ".join(str(number) for number in unknown.known)
        what = f"Version “{shown(word)}” of the language" if word else "This version"
        newer = " It may need a newer Stayline." if unknown.version > versions.current else ""
        message = (
            f"{what} is not known (known: {known}): write stayline: {versions.current}.{newer}"
        )
        reader.fault("Y10", version, message)
        return None
