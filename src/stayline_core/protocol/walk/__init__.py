"""Walking a protocol: by hand or by a script, on a stage where time is only a number."""

from stayline_core.protocol.walk.acts import VERBS, Act, ActUnclear, read_act
from stayline_core.protocol.walk.choices import Choice, choices
from stayline_core.protocol.walk.expect import KEYS, Look, Seen, looks_of, unmet
from stayline_core.protocol.walk.meaning import ActMeaningless, act_on
from stayline_core.protocol.walk.play import Failure, Played, open_script, play
from stayline_core.protocol.walk.script import (
    Line,
    LoadedScript,
    Script,
    check_names,
    load_lines,
    load_script,
    write_script,
)
from stayline_core.protocol.walk.stage import (
    Happening,
    Running,
    Stage,
    begin_walk,
    happen,
    next_due,
    running,
    wait,
)
from stayline_core.protocol.walk.telling import (
    Told,
    emission_to_json,
    screen_to_json,
    tell_choices,
    tell_happening,
    tell_screen,
)

__all__ = [
    "KEYS",
    "VERBS",
    "Act",
    "ActMeaningless",
    "ActUnclear",
    "Choice",
    "Failure",
    "Happening",
    "Line",
    "LoadedScript",
    "Look",
    "Played",
    "Running",
    "Script",
    "Seen",
    "Stage",
    "Told",
    "act_on",
    "begin_walk",
    "check_names",
    "choices",
    "emission_to_json",
    "happen",
    "load_lines",
    "load_script",
    "looks_of",
    "next_due",
    "open_script",
    "play",
    "read_act",
    "running",
    "screen_to_json",
    "tell_choices",
    "tell_happening",
    "tell_screen",
    "unmet",
    "wait",
    "write_script",
]
