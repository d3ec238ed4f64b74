"""The custom_ids of what stands under a member's card; see cogs.views.ids."""

import re

_USER = "([0-9]{1,20})"
_PAGE = "([0-9]{1,4})"

CARD = re.compile(f"member:{_USER}:{_PAGE}")
NOTES = re.compile(f"member-notes:{_USER}:{_PAGE}")
ADD_NOTE = re.compile(f"member-note:{_USER}")
NOTE_FORM = re.compile(f"member-note-form:{_USER}")
PICK_NOTE = re.compile(f"member-note-pick:{_USER}:{_PAGE}")
DELETE_NOTE = re.compile("member-note-delete:([0-9]{1,18})")


def card(user_id: int, page: int) -> str:
    """The button that shows the member's card with that part of their tickets."""
    return f"member:{user_id}:{page}"


def notes(user_id: int, page: int) -> str:
    """The button that shows that part of the notes about the member."""
    return f"member-notes:{user_id}:{page}"


def add_note(user_id: int) -> str:
    """The button that opens the form for a note about the member."""
    return f"member-note:{user_id}"


def note_form(user_id: int) -> str:
    """The form for a note about the member."""
    return f"member-note-form:{user_id}"


def pick_note(user_id: int, page: int) -> str:
    """The select of the notes on that page, one of which is to be deleted."""
    return f"member-note-pick:{user_id}:{page}"


def delete_note(note_id: int) -> str:
    """The button that confirms that the note goes."""
    return f"member-note-delete:{note_id}"
