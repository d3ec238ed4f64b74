"""The custom_ids of ready replies: of the screen on which they are kept, and of the preview before one is sent."""

import re

_ID = "([0-9]{1,18})"

KEEP = re.compile(f"replies:(page|add|edit|delete|really):{_ID}")
PICK = re.compile("replies-pick:([0-9]{1,2})")
KEEP_FORM = re.compile(f"replies-form:{_ID}")
READY = re.compile(f"ready:(send|edit|cancel):{_ID}:{_ID}:([0-9a-f]{{8}})")
READY_FORM = re.compile(f"ready-form:{_ID}")


def keep(act: str, number: int) -> str:
    """The button that turns to that page of ready replies, or does that to the one with that id."""
    return f"replies:{act}:{number}"


def pick(page: int) -> str:
    """The select of the ready replies on that page."""
    return f"replies-pick:{page}"


def keep_form(reply_id: int) -> str:
    """The form of a ready reply, 0 for a new one."""
    return f"replies-form:{reply_id}"


def ready(act: str, ticket_id: int, reply_id: int, text_sum: str) -> str:
    """The button that sends what is shown, has it changed first, or lets it be; with a sum over the text shown."""
    return f"ready:{act}:{ticket_id}:{reply_id}:{text_sum}"


def ready_form(ticket_id: int) -> str:
    """The form in which a ready reply is changed before it is sent."""
    return f"ready-form:{ticket_id}"
