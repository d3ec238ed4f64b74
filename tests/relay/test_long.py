"""C01: what is long is kept whole in the store and read whole in Discord, in places of either style."""

import re

import pytest

from desk.models import Ticket
from tests.relay.in_channels import let_be_channels
from tests.relay.world import World

FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}\N{ZERO WIDTH JOINER}\N{BOY}"
THUMB = "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}"
DRAWN = re.compile("[\N{MAN}\N{WOMAN}\N{GIRL}\N{BOY}\N{ZERO WIDTH JOINER}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}]")


@pytest.fixture(params=["thread", "channel"])
async def ticket(world: World, request: pytest.FixtureRequest) -> Ticket:
    """A ticket in a place of either style."""
    if request.param == "channel":
        await let_be_channels(world)
    return await world.open_ticket()


async def test_c01_a_reply_that_its_heading_makes_too_long_is_shown_in_parts_in_order(
    world: World, ticket: Ticket
) -> None:
    words = " ".join(f"{number:04}" for number in range(398))
    await world.reply(ticket, words)
    shown = world.said(ticket)
    assert re.findall(r"\b\d{4}\b", " ".join(shown)) == words.split()
    assert (await world.detail(ticket.id)).messages[-1].content == words


@pytest.mark.parametrize(("sign", "count"), [(FAMILY, 285), (THUMB, 1000)], ids=["family", "thumb"])
async def test_c01_no_part_ends_inside_a_character(world: World, ticket: Ticket, sign: str, count: int) -> None:
    await world.reply(ticket, sign * count)
    shown = world.said(ticket)
    assert sum(text.count(sign) for text in shown) == count
    assert not any(DRAWN.search(text.replace(sign, "")) for text in shown)
    assert (await world.detail(ticket.id)).messages[-1].content == sign * count
