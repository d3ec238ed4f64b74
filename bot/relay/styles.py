"""The styles of place that there are, and which is a ticket's."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.relay.by_channel import ByChannel
from bot.relay.by_thread import ByThread
from bot.relay.style import PlaceStyle
from desk.models import Style, Ticket
from desk.places import Drawing

STYLES: Mapping[Style, PlaceStyle] = MappingProxyType({Style.THREAD: ByThread(), Style.CHANNEL: ByChannel()})


def style_of(ticket: Ticket) -> PlaceStyle:
    """How the ticket's place is kept: in the style in which it was made."""
    return STYLES[ticket.place.style]


def style_to_be(drawing: Drawing) -> Style:
    """In which style the ticket's place is, or is to be made."""
    ticket = drawing.ticket
    return ticket.place.style if ticket.place.channel_id is not None else drawing.category.settings.style
