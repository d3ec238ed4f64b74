"""Logging: one form for the lines of the desk and of its libraries, on standard error, with no secret in any of them.

Modules log through `logging.getLogger(__name__)` or structlog alike. What is bound with structlog's context variables,
the id of a request above all, is in each line that is logged meanwhile. A line that starts with `  | ` belongs to the
event above it; nothing that is logged can begin a line of its own.
"""

import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal, TextIO

import structlog
from aiohttp import BadContentDispositionHeader, BadContentDispositionParam
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.redaction import HIDDEN, SECRET_FIELDS, Redactor, one_line

CONTINUED: Final = "  | "
"""Opens each line of a traceback."""

PINNED: Final = {"aiosqlite": logging.WARNING}
"""Loggers that never say more: this one would print SQL with members' words and key hashes."""

QUIET: Final = (BadContentDispositionHeader, BadContentDispositionParam)
"""Warnings that hold what a stranger sent, each of which Python would remember as long as the process lives."""

_HEAD: Final = ("timestamp", "level", "logger", "event")

_OURS: Final = frozenset({"timestamp", "level", "logger", "request_id"})
"""Fields that hold nothing of what anybody sent or wrote."""

_STANDARD: Final = frozenset({*logging.makeLogRecord({}).__dict__, "message", "asctime", "taskName"})
"""What every record of the standard library has; the rest is what its logger added."""

_log = logging.getLogger(__name__)


def set_up(
    level: str,
    form: Literal["console", "json"],
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Log from now on at `level` or graver to `stream` (standard error), without `secrets` and all that looks like one.

    What nobody catches, in any thread, is logged too instead of printed. Setting up again replaces what was.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        _Lines(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # The plain traceback of the standard library: others print the local variables, tokens among them.
                structlog.processors.format_exc_info,
                *_ending(form, secrets),
            ],
            ending=_ending(form, secrets),
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # No line tells of them, and each would be looked up for each line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for name, floor in PINNED.items():
        logging.getLogger(name).setLevel(floor)
    # A log that cannot be written stops nothing: the desk goes on without it.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    for category in QUIET:
        warnings.filterwarnings("ignore", category=category)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def _ending(form: Literal["console", "json"], secrets: Iterable[str]) -> tuple[Processor, Processor]:
    """What makes a line of the fields of an event."""
    return _Plain(Redactor(secrets)), _json_line if form == "json" else _console_line


class _Lines(structlog.stdlib.ProcessorFormatter):
    """One line for each record; more where something was raised.

    Each request is logged, by the standard library: such a record comes to the same line on a way that takes a third
    of the time.
    """

    def __init__(self, *, ending: Sequence[Processor], **settings: Any) -> None:
        super().__init__(**settings)
        self._ending = ending

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        if record.exc_info or record.stack_info or isinstance(record.msg, dict):
            return super().format(record)
        line: Any = {
            **structlog.contextvars.get_contextvars(),
            **{name: value for name, value in record.__dict__.items() if name not in _STANDARD},
            "event": record.getMessage(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        for step in self._ending:
            line = step(None, record.levelname, line)
        return str(line)


class _Plain:
    """Makes every field a text or a number, blanks the secrets in it and writes its control characters out."""

    def __init__(self, redact: Redactor) -> None:
        self._redact = redact

    def __call__(self, _logger: WrappedLogger, _method: str, fields: EventDict) -> EventDict:
        return {name: self._plain(name, value) for name, value in fields.items()}

    def _plain(self, name: str, value: object) -> str | int | float | None:
        if name in _OURS:
            return str(value)
        if name.lower() in SECRET_FIELDS:
            return HIDDEN
        if value is None or isinstance(value, int | float):
            return value
        text = self._redact(value if isinstance(value, str) else repr(value))
        if name in {"exception", "stack"}:
            return "\n".join(one_line(line) for line in text.split("\n"))
        return one_line(text)


def _json_line(_logger: WrappedLogger, _method: str, fields: EventDict) -> str:
    head = {name: fields.pop(name) for name in _HEAD if name in fields}
    return json.dumps(head | dict(fields))


def _console_line(_logger: WrappedLogger, _method: str, fields: EventDict) -> str:
    timestamp, level, logger, event = (fields.pop(name, "") for name in _HEAD)
    below = [fields.pop(name) for name in ("stack", "exception") if fields.get(name)]
    rest = "".join(f" {name}={_quoted(value)}" for name, value in fields.items())
    first = f"{timestamp} {str(level).upper():<8} {logger}: {event}{rest}"
    if not below:
        return first
    return "\n".join([first, *(CONTINUED + line for text in below for line in str(text).split("\n"))])


def _quoted(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if not text or " " in text or '"' in text or "=" in text else text


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("stopped by what nobody caught", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None:
        _log.critical("a thread was ended by what nobody caught", exc_info=found.exc_value)
