"""In which words `restore` and `import` say why they do not take a file, and at which line."""

from typing import Final

from storage.errors import BackupRefused, ImportRefused

_OF_BACKUP: Final = {
    "missing": "There is no such file",
    "no_file": "It is a folder, or a pipe, and no file",
    "itself": "It is a file of the store itself",
    "foreign": "It is the database of another program",
    "newer": "A newer desk wrote it: {}. Restore it with that program",
    "damaged": "It is damaged or no whole backup: {}. Try an older one",
    "unreadable": "It cannot be read: {}",
}

OF_FILE: Final = {
    "missing": "There is no such file",
    "no_file": "It is a folder, or a pipe, and no file",
    "unreadable": "It cannot be read: {}",
    "damaged": "It is damaged or no whole archive: {}. Make the export again",
    "no_export": "It is no export of a desk",
    "newer": "It is of another form, {}: import it with the program that knows that one",
    "bad_manifest": "Its manifest.json is not as an export has it",
    "lacking": "It lacks {}. Make the export again",
    "there": "This desk has something of server {} already. Import it into an empty data folder: DESK_DATA names one",
}
"""Why the whole file is refused; `{}` is what about it."""

OF_LINE: Final = {
    "count": "it has other lines than manifest.json says. Make the export again",
    "no_json": "this is no whole JSON object",
    "unknown": "{} is no field here",
    "absent": "{} is missing",
    "no_value": "{} is expected",
    "null": "something is null that cannot be: {}",
    "taken": "this id or number is taken already. Import into an empty data folder: DESK_DATA names one ({})",
    "foreign": "this belongs to a server that the export does not name",
    "dangling": "{} names nothing that stands before",
    "no_file": "{} is not in the archive",
    "file_size": "{} is not as large as that",
    "not_possible": "this cannot be: {}",
}
"""Why one line is refused, or one of its files."""


def of_import(error: ImportRefused) -> str:
    """Why the file is not taken, and where in it that stands."""
    if not error.place:
        return f"{error.path} is not imported. {OF_FILE[error.why].format(error.detail)}. Nothing was changed."
    place = f"{error.place}, line {error.line}" if error.line else error.place
    why = OF_LINE[error.why].format(error.detail)
    return f"{error.path} is not imported. {place}: {why}. Nothing was changed."


def of_backup(error: BackupRefused) -> str:
    """Why the file is not restored."""
    return f"{error.path} is not restored. {_OF_BACKUP[error.why].format(error.detail)}. Nothing was changed."
