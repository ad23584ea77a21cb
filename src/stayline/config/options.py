"""What an installation can set: every `STAYLINE_*` setting with its type, default and meaning.

`load` reads them from the environment, or from the file that `STAYLINE_X_FILE` names, and
reports every fault at once with the mend. `docs/reference/settings.md` is written from the
metadata of this dataclass.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from stayline.config import parsers

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

Mode = Literal["demo", "practice", "production"]

PREFIX: Final = "STAYLINE_"


def option(
    default: T, description: str, parse: Callable[[str], object], *, secret: bool = False
) -> T:
    """Declare one setting: its default, what it means, and how its text becomes a value."""
    metadata = {"description": description, "parse": parse, "secret": secret}
    return dataclasses.field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one process, checked. Made by `stayline.config.loading.load`.

    A field `x_y` is the setting `STAYLINE_X_Y`. A secret can be given as a file instead:
    `STAYLINE_X_Y_FILE`.
    """

    mode: Mode = option(  # noqa: RUF009 - makes a field, like dataclasses.field
        "demo",
        "What this installation is for: `demo` (loopback only, nothing real leaves), `practice` "
        "(a real centre's exercises) or `production`. Written into the database at its first "
        "migration and never changed.",
        parsers.one_of("demo", "practice", "production"),
    )
    data_dir: Path = option(  # noqa: RUF009 - the same
        Path(".stayline"),
        "The folder for everything this installation keeps outside a database server: the SQLite "
        "files, the keys and the wake-up sockets. Made with permission 0700.",
        parsers.folder,
    )
    database_url: str = option(
        "",
        "The database: `sqlite:///relative.db`, `sqlite:////absolute.db` or "
        "`postgres://user:password@host:port/name`. Empty means `stayline.sqlite3` in the data "
        "folder.",
        parsers.database_url,
        secret=True,
    )
    owner_database_url: str = option(
        "",
        "PostgreSQL only: the same database as a role that owns the tables. Migrations run as "
        "this role; the role of `STAYLINE_DATABASE_URL` then needs no right to change tables or "
        "ledger entries. Empty means one role for both.",
        parsers.database_url,
        secret=True,
    )
    secret_key: str = option(
        "",
        "Signs sessions, live tickets and form tokens: 50 characters or more. Empty means the "
        "file `secret.key` in the data folder, made by `stayline init`.",
        parsers.text,
        secret=True,
    )
    master_key: str = option(
        "",
        "Wraps the keys of all sealed content: 32 random bytes in base64. Empty means the file "
        "`master.key` in the data folder, made by `stayline init`. Whoever loses it loses the "
        "content.",
        parsers.master_key,
        secret=True,
    )
    hosts: tuple[str, ...] = option(
        ("127.0.0.1", "localhost", "[::1]"),
        "The host names under which browsers and platforms reach this installation, comma "
        "separated. Requests for any other host are refused.",
        parsers.names,
    )
    public_url: str = option(
        "",
        "The address people type, for links in pages and messages, such as "
        "`https://stayline.example.org`. Needed in production.",
        parsers.web_address,
    )
    bind: str = option(
        "127.0.0.1",
        "The network address the web server listens on. Demo listens on loopback only.",
        parsers.text,
    )
    port: int = option(
        0,
        "The port the web server listens on. 0 means 8000, or the next free one.",
        parsers.whole_number(0, 65535),
    )
    trusted_proxy: bool = option(
        False,  # noqa: FBT003 - a default, not an argument with a meaning of its own
        "Whether a reverse proxy of yours stands in front and sets `X-Forwarded-For` and "
        "`X-Forwarded-Proto` itself. Anything else must leave this off, or callers could choose "
        "their own address.",
        parsers.switch,
    )
    web_threads: int = option(
        8,
        "Threads that answer pages and the API in one web process, each with a database "
        "connection of its own.",
        parsers.whole_number(1, 64),
    )
    max_body_mb: int = option(
        25,
        "The largest attachment or request that is taken, in MB.",
        parsers.whole_number(1, 1024),
    )
    metrics_token: str = option(
        "",
        "The bearer token with which `/metrics` may be read from another machine. Empty means "
        "loopback only.",
        parsers.text,
        secret=True,
    )
    log_level: str = option(
        "INFO",
        "How much is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`. Logs hold no personal data at "
        "any level.",
        parsers.one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    )
    country: str = option(
        "US",
        "The centre's own country (ISO 3166-1, two letters), used where a place is not known.",
        parsers.country,
    )
    zone: str = option(
        "UTC",
        "The centre's own time zone, such as `Europe/London`. Storage is always UTC.",
        parsers.zone,
    )
    case_queue: str = option(
        "Customer Support Team Supervisor",
        "The queue to which the case of a threat report is assigned.",
        parsers.text,
    )
    case_question: str = option(
        "",
        "A yes/no question that a person answers between a threat report and its case, such as "
        "`Does the supervisor team need to act?`. Empty: every report gets its case at once.",
        parsers.text,
    )
    case_webhook_url: str = option(
        "",
        "Where cases are sent: an address of your case system that takes a signed webhook "
        "(Standard Webhooks, CloudEvents).",
        parsers.web_address,
    )
    case_webhook_secret: str = option(
        "",
        "The secret that signs the case webhook: `whsec_` and base64, as Standard Webhooks write "
        "it.",
        parsers.webhook_secret,
        secret=True,
    )
    case_file: str = option(
        "",
        "A file to which each case is appended as one JSON line, instead of a webhook. Demo "
        "without either uses `cases.jsonl` in the data folder.",
        parsers.text,
    )
    telephony: Literal["manual", "twilio"] = option(
        "manual",
        "Who works the telephone: `manual` (people do, and Stayline tells them how) or `twilio` "
        "(calls are conferences of a Twilio account).",
        parsers.one_of("manual", "twilio"),
    )
    twilio_account_sid: str = option(
        "",
        "Twilio: the account, `AC` and 32 characters.",
        parsers.text,
    )
    twilio_auth_token: str = option(
        "",
        "Twilio: the account's auth token. It proves that a call-back is theirs, and opens the "
        "interface unless a key does.",
        parsers.text,
        secret=True,
    )
    twilio_key_sid: str = option(
        "",
        "Twilio: a key of the account that opens the interface instead of the token.",
        parsers.text,
    )
    twilio_key_secret: str = option(
        "", "Twilio: what belongs to that key.", parsers.text, secret=True
    )
    twilio_region: str = option(
        "",
        "Twilio: the region that keeps the calls, such as `ie1`. Empty means the United States.",
        parsers.text,
    )
    twilio_edge: str = option(
        "", "Twilio: the edge through which the region is reached, such as `dublin`.", parsers.text
    )
    twilio_api_url: str = option(
        "",
        "Twilio: another address that speaks its interface, for tests. Empty means Twilio's own.",
        parsers.web_address,
    )
    twilio_callback_url: str = option(
        "",
        "The address under which Twilio reaches this installation, when it is not "
        "`STAYLINE_PUBLIC_URL`.",
        parsers.web_address,
    )
    twilio_number: str = option(
        "", "Twilio: the number from which phones are rung, in E.164.", parsers.text
    )
    twilio_workspace: str = option(
        "", "Twilio: the TaskRouter workspace that gives people their calls.", parsers.text
    )
    twilio_busy_activity: str = option(
        "",
        "Twilio: the activity of the workspace that takes no calls; set in a crisis contact and in "
        "aftercare.",
        parsers.text,
    )
    twilio_free_activity: str = option(
        "",
        "Twilio: the activity that takes calls, set once a person is free again. Empty: they set "
        "it themselves.",
        parsers.text,
    )
    twilio_site: str = option(
        "", "The short name of the site whose people and calls are on the account.", parsers.text
    )
    twilio_opens: bool = option(
        False,  # noqa: FBT003 - a default, not an argument with a meaning of its own
        "Whether a call in a conference opens a contact at that site. Off: your platform opens "
        "contacts itself, by the API.",
        parsers.switch,
    )
    twilio_exercises: bool = option(
        False,  # noqa: FBT003 - a default, not an argument with a meaning of its own
        "Whether the account is asked for exercise contacts too.",
        parsers.switch,
    )
    demo_floor: bool = option(
        True,  # noqa: FBT003 - a default, not an argument with a meaning of its own
        "Demo only: whether `stayline demo` lets fictional contacts come and go. `--quiet` leaves "
        "them out for one start.",
        parsers.switch,
    )
    deadman_url: str = option(
        "",
        "An outside address that is asked once a minute while the watcher is well, so that "
        "somebody else notices when it falls silent. Not used in demo.",
        parsers.web_address,
    )
    min_trained_share: float = option(
        0.8,
        "The share of those on a site's next rota who must be trained on a protocol's version "
        "before it can be activated there.",
        parsers.share,
    )
    off_queue_minutes: int = option(
        10,
        "The least time, in minutes, that a person stays off the queue after a crisis contact. How "
        "long beyond it is the person's own choice.",
        parsers.whole_number(1, 480),
    )
    pulse_minimum: int = option(
        5,
        "The smallest group of which the anonymous pulse shows anything. Below 5 an answer could "
        "be traced to a person, so no smaller one can be set.",
        parsers.whole_number(5, 100),
    )
    crises_in_a_row: int = option(
        3,
        "How many crisis contacts within twelve hours are enough for one person. Whoever had as "
        "many is rung after everybody else, and the last rung rings them all the same.",
        parsers.whole_number(1, 100),
    )
    outbox_max_attempts: int = option(
        12,
        "How often a message is tried before it is set aside for a person to look at.",
        parsers.whole_number(1, 100),
    )

    @property
    def database(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'stayline.sqlite3'}"

    @property
    def on_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database.startswith("sqlite:")

    @property
    def case_channel(self) -> Literal["webhook", "file"]:
        """How cases leave: by the signed webhook or into a file."""
        return "webhook" if self.case_webhook_url else "file"

    @property
    def case_path(self) -> Path:
        """The file that cases are appended to when there is no webhook."""
        return Path(self.case_file) if self.case_file else self.data_dir / "cases.jsonl"


def setting_name(field: str) -> str:
    """Return the environment's name of a field: `data_dir` is `STAYLINE_DATA_DIR`."""
    return PREFIX + field.upper()
