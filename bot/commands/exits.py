"""The codes with which `python -m bot` ends, for service managers and scripts; from 65 on as in sysexits.h."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Why the process ended. A restart can help after 1, 69, 74 and 75, and never after 2, 65 and 78."""

    OK = 0
    """All went well, or it was stopped by SIGINT or SIGTERM."""
    FAILED = 1
    """`check` or `health` found something bad, or nobody expected what happened: the log has it."""
    USAGE = 2
    """What was asked for does not exist or cannot be done."""
    STORE = 65
    """The store is damaged, missing, newer than this program, or another program's; nothing was changed."""
    UNAVAILABLE = 69
    """Something that is needed is not there: an optional package, or a store to read."""
    DISK = 74
    """The disk failed while writing. Restart, and send requests again with their Idempotency-Key."""
    TEMPORARY = 75
    """Another desk has this store, or another program the port: worth another try."""
    SETTINGS = 78
    """A setting, the token or an intent is wrong or missing. A restart with the same settings ends the same way."""
