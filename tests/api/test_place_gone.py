"""A ticket whose thread was deleted by hand, as programs see it."""

from desk import catching_up, following, places
from desk.events import Origin
from desk.models import Place, PlaceState
from tests.api.client import Client
from tests.api.world import Desk
from tests.people import GUILD, NOON


async def test_a_ticket_whose_thread_is_gone_answers_with_its_messages_and_without_a_url(
    call: Client, desk: Desk, ticket: str
) -> None:
    """L01: 200 with the state closed and no channel, never 500."""
    await desk.store.write(places.place_made, Origin(GUILD, NOON), int(ticket), Place(PlaceState.MADE, 77, 78))
    assert (await call.get(f"/api/tickets?ticketId={ticket}", "owner"))["ticket"]["url"] is not None
    await desk.store.write(following.channel_gone, Origin(GUILD, NOON), 77)
    shown = (await call.get(f"/api/tickets?ticketId={ticket}", "owner"))["ticket"]
    assert (shown["status"], shown["closeReason"], shown["url"]) == ("closed", "place_gone", None)
    messages = (await call.get(f"/api/tickets/messages?ticketId={ticket}", "owner"))["messages"]
    assert [each["content"] for each in messages] == ["A message"]
    assert await desk.store.read(catching_up.known_place, GUILD, int(ticket)) is None
