"""Logs: one JSON object a line, with no personal data at any level.

What is logged is chosen here, not filtered: event, level, time, logger, request id, and the
keys of `SAFE_KEYS`. Bodies, query strings, names and words from a contact have no key, so they
cannot get in by a careless call. Exceptions keep their type and place in the code; their text
may hold what somebody typed, and is left out.
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any, Final

import structlog

if TYPE_CHECKING:
    from types import TracebackType

    from structlog.typing import EventDict, Processor, WrappedLogger

SAFE_KEYS: Final = frozenset(
    {
        "action",
        "age_seconds",
        "attempt",
        "attempts",
        "bytes",
        "channel",
        "child",
        "code",
        "count",
        "database",
        "error",
        "event",
        "exercise",
        "fault",
        "id",
        "kind",
        "level",
        "logger",
        "message_id",
        "method",
        "milliseconds",
        "mode",
        "pid",
        "port",
        "ports",
        "process",
        "request_id",
        "role",
        "room",
        "route",
        "seconds",
        "signal",
        "stack",
        "state",
        "status",
        "streams",
        "timestamp",
        "topic_kind",
        "version",
    }
)


def keep_safe_keys(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop every key that is not known to be free of personal data, and say that it was."""
    dropped = [key for key in event if key not in SAFE_KEYS and not key.startswith("_")]
    for key in dropped:
        del event[key]
    if dropped:
        event["count"] = event.get("count", len(dropped))
        event["fault"] = event.get("fault", "keys left out of the log")
    return event


def place_of_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and the places it passed; its text may be personal."""
    given = event.pop("exc_info", None)
    if not given:
        return event
    error = _current_error(given)
    if error is not None:
        event["error"] = type(error).__qualname__
        event["code"] = getattr(error, "code", None) or event.get("code", "")
        event["stack"] = _places(error.__traceback__)
    return event


def plain_message(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """For other people's loggers: keep the template of the message, never its arguments."""
    record = event.get("_record")
    if record is not None:
        event["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    return event


def _current_error(given: Any) -> BaseException | None:  # noqa: ANN401 - what logging hands over
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1]  # type: ignore[no-any-return]  # the log library types it as Any
    return sys.exc_info()[1]


def _places(trace: TracebackType | None) -> list[str]:
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]


SHARED: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    place_of_error,
)


def logging_config(level: str) -> dict[str, Any]:
    """Return `logging.config.dictConfig` for JSON lines on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, plain_message],
                "processors": [
                    keep_safe_keys,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "stayline": {"level": level},
            # Django's own lines name paths with ids and query strings; ours says the route.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"level": "CRITICAL"},
            "django.security": {"level": "ERROR"},
            "_granian": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
        },
    }


def start_logging(config: dict[str, Any]) -> None:
    """Send everything that this process logs through the one formatter. Call once at start."""
    import logging.config

    logging.config.dictConfig(config)
    configure()


def configure() -> None:
    """Let our own loggers keep errors' types and places only, whoever formats the line."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
