"""Y: a document that cannot be trusted to mean what it seems to say."""

from typing import Final

from stayline_core.protocol.codes.code import Code

_LANGUAGE: Final = "Protocol language, reading"

READING: Final = (
    Code(
        "Y01",
        "The document is too large",
        "The document is larger than 1 MB.",
        "Nobody can read, review and sign so much, and a checker that is kept busy for ever "
        "protects nobody.",
        "# This line stands here again and again, until the document is over one megabyte.",
        "# This line stands here once.",
        _LANGUAGE,
    ),
    Code(
        "Y02",
        "The text is not plain YAML",
        "The document is not YAML, is not UTF-8, or holds a tab, a control character or a mark "
        "that turns the reading direction.",
        "What cannot be seen, or is not seen as what it is, can hide a step from the person who "
        "signs the document.",
        "title:\tSomebody asks for a supervisor",
        "title: Somebody asks for a supervisor",
        _LANGUAGE,
    ),
    Code(
        "Y03",
        "A key stands twice",
        "The same key stands twice in one table.",
        "One of the two would be dropped without a word, and it may be the one that was reviewed.",
        "title: Somebody asks for a supervisor\ntitle: Somebody is angry",
        "title: Somebody asks for a supervisor",
        _LANGUAGE,
    ),
    Code(
        "Y04",
        "An anchor, an alias or a merge key",
        "The document uses &name, *name or << of YAML.",
        "A reader of one line could not know what it says; and a few nested aliases grow to "
        "gigabytes.",
        "title: &name Somebody asks for a supervisor",
        "title: Somebody asks for a supervisor",
        _LANGUAGE,
    ),
    Code(
        "Y05",
        "A tag",
        "The document gives a value a type of its own by a tag (!).",
        "Types come from the language alone; a tag could make one value look like another.",
        "title: !!str Somebody asks for a supervisor",
        "title: Somebody asks for a supervisor",
        _LANGUAGE,
    ),
    Code(
        "Y06",
        "A directive or a second document",
        "The file begins with a directive (%), or a second document follows (---).",
        "One file is one document with one digest: what is signed must be all that is there.",
        "%YAML 1.2\n---\nstayline: 1",
        "stayline: 1",
        _LANGUAGE,
    ),
    Code(
        "Y07",
        "An unknown key",
        "The key is not known at this place.",
        "A slip in a key would silently leave out what it stands for: a wait, a limit, a duty.",
        "channel: [email]",
        "channels: [email]",
        _LANGUAGE,
    ),
    Code(
        "Y08",
        "A wrong type or value",
        "The value is not of the kind that this key takes.",
        "What is guessed in reading is decided by nobody.",
        "review_by: next summer",
        "review_by: 2027-06-30",
        _LANGUAGE,
    ),
    Code(
        "Y09",
        "A key is missing",
        "A key that must be there is missing.",
        "Without it the document cannot be run, or only by guessing.",
        "handles: [supervisor_demand]\nchannels: [email]",
        "handles: [supervisor_demand]\nlevel: L3\nchannels: [email]",
        _LANGUAGE,
    ),
    Code(
        "Y10",
        "An unknown version of the language",
        "The document is written in a version of the language that is not known here.",
        "A newer word may mean something that this version would quietly ignore.",
        "stayline: 7",
        "stayline: 1",
        _LANGUAGE,
    ),
    Code(
        "Y11",
        "Nested too deep",
        "Tables and lists stand inside each other more than 12 levels deep.",
        "Nothing in the language needs it; documents made to exhaust a reader do.",
        "title: [[[[[[[[[[[[[too deep]]]]]]]]]]]]]",
        "title: Somebody asks for a supervisor",
        _LANGUAGE,
    ),
    Code(
        "Y12",
        "A bad name",
        "A name is not made of small letters, digits and underscores, or a key is a bare true, "
        "false, null or ~.",
        "Names end up in logs, links and printed cards; two names that differ by case alone "
        "would be mixed up in a crisis.",
        "id: Care",
        "id: care",
        _LANGUAGE,
    ),
    Code(
        "Y13",
        "A bad duration",
        "A time is not written as a whole number with s, m or h.",
        "“90” may be seconds or minutes: nobody waits an hour for help because of that.",
        "within: 30",
        "within: 30m",
        _LANGUAGE,
    ),
    Code(
        "Y14",
        "A text that is cut off by a #",
        "An unquoted text ends before a “#”, because YAML takes what follows for a comment.",
        "The agent would see half a sentence, and nobody who wrote it would know.",
        "title: Somebody asks for colleague #1",
        'title: "Somebody asks for colleague #1"',
        _LANGUAGE,
        severity="warning",
    ),
)
"""The codes of reading."""
