"""What is done to people: added, put on duty, seen, given tokens."""

from stayline.people.actions.adding import (
    SHORTEST_PASSWORD,
    add_person,
    add_person_in_transaction,
    add_site,
    create_administrator,
)
from stayline.people.actions.calendars import (
    add_calendar,
    claim_calendar,
    hand_in_calendar,
    note_calendar_failed,
    remove_calendar,
    take_in_calendar,
)
from stayline.people.actions.conflicts import end_conflict, note_conflict
from stayline.people.actions.demo import (
    DEMO_PASSWORD,
    DEMO_PEOPLE,
    DEMO_SITE,
    DemoCentre,
    DemoPerson,
    DemoSite,
    create_demo_centre,
)
from stayline.people.actions.duty import (
    set_availability_in_transaction,
    set_duty,
    set_own_availability,
)
from stayline.people.actions.editing import change_person, employ_person
from stayline.people.actions.exposing import note_exposed_in_transaction
from stayline.people.actions.importing import Undone, import_people, people_plan, undo_import
from stayline.people.actions.leaving import (
    begin_leave,
    cancel_leave,
    end_leave,
    grant_leave,
    leave_organisation,
    take_back_person,
)
from stayline.people.actions.passwords import (
    Hashed,
    choose_password,
    give_password,
    hashed,
    new_password,
)
from stayline.people.actions.patterns import add_pattern, fire_pattern, remove_pattern
from stayline.people.actions.points import (
    add_contact_point,
    note_point_confirmed_in_transaction,
    note_point_tested,
    note_point_tested_in_transaction,
    remove_contact_point,
)
from stayline.people.actions.presence import (
    note_gone,
    note_seen,
)
from stayline.people.actions.rota import (
    add_shift,
    cancel_shift,
    fire_shift_begins,
    fire_shift_ends,
)
from stayline.people.actions.sites import change_site, close_site, open_site, reopen_site
from stayline.people.actions.skills import record_skill, withdraw_skill
from stayline.people.actions.system import (
    SYSTEM,
    system_person_id,
)
from stayline.people.actions.tastes import (
    DESK_LANGUAGES,
    set_language,
    set_theme,
)
from stayline.people.actions.telephone import (
    LegReport,
    PhoneWord,
    note_own_leg,
    note_phone_call_over,
    note_phone_state,
)
from stayline.people.actions.tokens import (
    SCOPES,
    USED_EVERY,
    issue_token,
    note_token_used,
    revoke_token,
)

__all__ = [
    "DEMO_PASSWORD",
    "DEMO_PEOPLE",
    "DEMO_SITE",
    "DESK_LANGUAGES",
    "SCOPES",
    "SHORTEST_PASSWORD",
    "SYSTEM",
    "USED_EVERY",
    "DemoCentre",
    "DemoPerson",
    "DemoSite",
    "Hashed",
    "LegReport",
    "PhoneWord",
    "Undone",
    "add_calendar",
    "add_contact_point",
    "add_pattern",
    "add_person",
    "add_person_in_transaction",
    "add_shift",
    "add_site",
    "begin_leave",
    "cancel_leave",
    "cancel_shift",
    "change_person",
    "change_site",
    "choose_password",
    "claim_calendar",
    "close_site",
    "create_administrator",
    "create_demo_centre",
    "employ_person",
    "end_conflict",
    "end_leave",
    "fire_pattern",
    "fire_shift_begins",
    "fire_shift_ends",
    "give_password",
    "grant_leave",
    "hand_in_calendar",
    "hashed",
    "import_people",
    "issue_token",
    "leave_organisation",
    "new_password",
    "note_calendar_failed",
    "note_conflict",
    "note_exposed_in_transaction",
    "note_gone",
    "note_own_leg",
    "note_phone_call_over",
    "note_phone_state",
    "note_point_confirmed_in_transaction",
    "note_point_tested",
    "note_point_tested_in_transaction",
    "note_seen",
    "note_token_used",
    "open_site",
    "people_plan",
    "record_skill",
    "remove_calendar",
    "remove_contact_point",
    "remove_pattern",
    "reopen_site",
    "revoke_token",
    "set_availability_in_transaction",
    "set_duty",
    "set_language",
    "set_own_availability",
    "set_theme",
    "system_person_id",
    "take_back_person",
    "take_in_calendar",
    "undo_import",
    "withdraw_skill",
]
