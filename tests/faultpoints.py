"""The faultpoints on the way of a ticket that is opened, in their order."""

from typing import Final

OPENING: Final = (
    "store.after_begin",
    "store.before_commit",
    "store.after_commit",
    "store.before_answer",
    "relay.parent_kept",
    "relay.before_thread",
    "relay.after_thread",
    "relay.after_card",
    "relay.place_kept",
    "relay.after_staff",
    "relay.before_delivered",
    "relay.after_delivered",
)
