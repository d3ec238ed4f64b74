"""Every sentence in which the command line says what went wrong, and the exit code that goes with it."""

from collections.abc import Callable
from typing import Any, Final

from bot.commands.exits import ExitCode
from bot.commands.refused_files import of_backup, of_import
from bot.environment import BadSettings, SettingFault
from bot.errors import (
    AddressUnusable,
    BackupExists,
    CutShort,
    DeskRunning,
    DiscordUnreachable,
    FolderUnusable,
    IntentsMissing,
    MissingPackage,
    MustBeStopped,
    NoFixedPort,
    NoStore,
    NotConfirmed,
    NotTheDemos,
    StoreGaveUp,
    TokenRefused,
)
from bot.settings import TABLE
from desk.errors import Blocked, Invalid, NotFound, Unavailable
from storage.errors import (
    BackupRefused,
    CopyFailed,
    ImportRefused,
    MigrationFailed,
    RestoreUnfinished,
    ServerUnknown,
    StoreDamaged,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    StoreNotOurs,
    StoreUnusable,
)

PORTAL: Final = "https://discord.com/developers/applications"
BOT_PAGE: Final = f"{PORTAL} → your application → Bot"
INSTALL_DEMO: Final = "pip install --require-hashes -r requirements-dev.txt"

GET_TOKEN: Final = (
    f"Get one at {BOT_PAGE} → Reset Token, and put it into DESK_TOKEN, "
    "into .env, or into a file that DESK_TOKEN_FILE names."
)

_SETTING: Final = {
    "unknown": "is no setting of the desk; did you mean {nearest}?",
    "missing": "is not set.",
    "twice": "and {limit} are both set: leave one of them out.",
    "empty": "names a file that is empty.",
    "unreadable": "cannot be read.",
    "unreadable_line": "has a line that is not of the form NAME=value.",
    "unprintable": "has a line break or another control character in it.",
    "bot_prefix": "starts with the word Bot: leave that out.",
    "blank_inside": "has a blank in it.",
    "not_a_token": "is no bot token. A bot token has two dots in it; the client secret and the public key have none.",
    "not_a_folder": "is not a folder, or lies below something that is none.",
    "not_writable": "is a folder in which this user may not write.",
    "not_an_origin": "is not an address of scheme and host alone, such as https://desk.example.org.",
    "not_a_host": "is neither an address nor the name of a machine.",
    "not_a_network": "has a part that is neither an address nor a network, or a network with bits of a host in it.",
    "not_an_allowance": "names something that is neither a host, with or without a port, nor a network.",
    "int_parsing": "is no whole number.",
    "greater_than_equal": "is below {limit}.",
    "less_than_equal": "is above {limit}.",
    "literal_error": "is none of what it can be.",
}
_ROWS: Final = {row.name: row for row in TABLE}


def of_setting(fault: SettingFault) -> str:
    """What is wrong with one setting, where it stands, what it takes, and an example; never its value."""
    row = _ROWS.get(fault.name)
    why = _SETTING[fault.code].format(limit=fault.limit, nearest=fault.nearest)
    text = f"{fault.name} {why}" if fault.code == "missing" else f"{fault.name} (in {fault.where}) {why}"
    if row is None or fault.code == "twice":
        return text
    if row.secret:
        return f"{text} {GET_TOKEN}"
    return f"{text} It takes {row.takes}, for example {row.name}={row.example}"


def _settings(error: BadSettings) -> str:
    return "\n".join(of_setting(fault) for fault in error.faults)


def _intents(error: IntentsMissing) -> str:
    names = " and ".join(f'"{name}"' for name in error.names) or '"Message Content Intent" or "Server Members Intent"'
    return (
        f"The bot may not see what it needs: {names} is switched off. "
        f"Switch it on at {BOT_PAGE} → Privileged Gateway Intents, save, and start again."
    )


def _locked(error: StoreLocked) -> str:
    process = f" (process {error.pid})" if error.pid else ""
    return (
        f"Another desk{process} has the store {error.path} open. Stop it first, or give this one a folder of its own: "
        "`run` takes DESK_DATA, `demo` takes --data."
    )


def _running(error: DeskRunning) -> str:
    process = f" (process {error.pid})" if error.pid else ""
    return f"The desk is running{process} and has its store open. Use `/desk key` in Discord, or stop the desk first."


def _newer(error: StoreNewer) -> str:
    return (
        f"The store {error.path} was written by a newer desk: its version is {error.found}, "
        f"and this one knows up to {error.known}. It was left as it is. "
        "Start the newer program again, or restore a backup from before the upgrade."
    )


def _damaged(error: StoreDamaged) -> str:
    return (
        f"The store {error.path} is damaged: {error.detail}. Nothing was changed. "
        "Check the disk, and put a backup in its place: `python -m bot restore FILE` keeps this file."
    )


def _missing(error: StoreMissing) -> str:
    return (
        f"The store {error.path} is gone, though a desk was kept here. Put a backup in its place: "
        "`python -m bot restore FILE`; "
        f"or, to begin again with an empty desk, remove {error.marker}."
    )


def _stopped(error: MustBeStopped) -> str:
    process = f" (process {error.pid})" if error.pid else ""
    return f"The desk is running{process} and has its store open. Stop it first, then try again. Nothing was changed."


def _invalid(error: Invalid) -> str:
    return "\n".join(
        f"{field} {_FAULTS[fault.code].format(limit=fault.limit)}" for field, fault in error.fields.items()
    )


_FAULTS: Final = {
    "blank": "is empty.",
    "too_long": "is longer than {limit} characters.",
    "unstorable": "has a character in it that cannot be kept.",
    "too_many_keys": "cannot be given: this member has {limit} keys, and more is not possible: revoke one first.",
    "missing": "is missing.",
    "past": "has passed already.",
}

_ADDRESS: Final = {
    "taken": "another program listens there",
    "foreign": "it is no address of this machine",
    "forbidden": "this user may not listen there",
}


def _address(error: AddressUnusable) -> str:
    return (
        f"The REST API cannot listen on {error.host} port {error.port}: {_ADDRESS[error.why]}. "
        "Stop what is there, or choose another: `run` takes DESK_HTTP_HOST and DESK_HTTP_PORT, `demo` takes --port, "
        "and port 0 is any free one."
    )


_Row = tuple[type[Exception], ExitCode, Callable[[Any], str]]

_TABLE: Final[tuple[_Row, ...]] = (
    (BadSettings, ExitCode.SETTINGS, _settings),
    (TokenRefused, ExitCode.SETTINGS, lambda _: f"Discord does not know this token. {GET_TOKEN}"),
    (IntentsMissing, ExitCode.SETTINGS, _intents),
    (DiscordUnreachable, ExitCode.TEMPORARY, lambda it: f"Discord could not be asked: {it.detail}. Try again later."),
    (AddressUnusable, ExitCode.TEMPORARY, _address),
    (DeskRunning, ExitCode.TEMPORARY, _running),
    (MustBeStopped, ExitCode.TEMPORARY, _stopped),
    (StoreLocked, ExitCode.TEMPORARY, _locked),
    (
        RestoreUnfinished,
        ExitCode.TEMPORARY,
        lambda it: (
            f"A restore of {it.path} was cut short. Start the desk, or restore again: either brings it to an end."
        ),
    ),
    (BackupRefused, ExitCode.USAGE, of_backup),
    (ImportRefused, ExitCode.USAGE, of_import),
    (ServerUnknown, ExitCode.USAGE, lambda it: f"The store {it.path} holds nothing of the server {it.server}."),
    (
        NotConfirmed,
        ExitCode.USAGE,
        lambda it: "Nothing was changed." if it.asked else "Nobody can be asked here. Nothing was changed: add --yes.",
    ),
    (
        CutShort,
        ExitCode.TEMPORARY,
        lambda it: f"It was stopped: {it.path} is as it was, or all is done. Do the same again, and it tells which.",
    ),
    (StoreNewer, ExitCode.STORE, _newer),
    (StoreDamaged, ExitCode.STORE, _damaged),
    (StoreMissing, ExitCode.STORE, _missing),
    (
        StoreNotOurs,
        ExitCode.STORE,
        lambda it: f"{it.path} is the database of another program. Choose another DESK_DATA.",
    ),
    (CopyFailed, ExitCode.USAGE, lambda it: f"{it.path} was not copied to {it.target}: {it.detail}."),
    (StoreUnusable, ExitCode.STORE, lambda it: f"The store {it.path} cannot be used: {it.detail}."),
    (
        MigrationFailed,
        ExitCode.STORE,
        lambda it: f"The store {it.path} could not be upgraded to version {it.version}: {it.detail}. It is as it was.",
    ),
    (StoreGaveUp, ExitCode.DISK, lambda _: "The disk failed while the store wrote. Check the disk; then start again."),
    (NoStore, ExitCode.UNAVAILABLE, lambda it: f"There is no store at {it.path}. DESK_DATA says where to look."),
    (BackupExists, ExitCode.USAGE, lambda it: f"{it.path} is there already. Name another file, or add --replace."),
    (
        FolderUnusable,
        ExitCode.USAGE,
        lambda it: f"Nothing can be kept in {it.path}: {it.detail}. Name another folder: --data DIR.",
    ),
    (
        NotTheDemos,
        ExitCode.USAGE,
        lambda it: f"{it.path} is no store of the demo's, and it leaves that alone. Name another folder: --data DIR.",
    ),
    (
        MissingPackage,
        ExitCode.UNAVAILABLE,
        lambda it: f"The demo needs the package {it.name}, which is not installed. Install it with: {INSTALL_DEMO}",
    ),
    (NoFixedPort, ExitCode.USAGE, lambda _: "DESK_HTTP_PORT is 0, so nobody knows the port. Name it: --port N."),
    (NotFound, ExitCode.USAGE, lambda it: f"There is no such {it.kind}."),
    (Blocked, ExitCode.USAGE, lambda _: "This member is blocked, and a blocked member keeps no keys."),
    (Invalid, ExitCode.USAGE, _invalid),
    (Unavailable, ExitCode.TEMPORARY, lambda _: "The store is busy, full or failing. Try again, and see `check`."),
)

TOLD: Final = tuple(row[0] for row in _TABLE)
"""Every error that ends a command with a sentence."""


def of_error(error: Exception) -> tuple[ExitCode, str]:
    """The exit code and the sentence for one of TOLD."""
    return next((code, words(error)) for kind, code, words in _TABLE if isinstance(error, kind))
