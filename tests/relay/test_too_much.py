"""More than one message of Discord holds, or one topic: the ticket opens, and every word is there."""

from bot.demo.simulated import RoleHandle
from desk.models import PlaceState, Style
from tests.relay.in_channels import set_up, text_channel
from tests.relay.world import World

TOPIC_ROOM = 1024


async def test_the_longest_opening_by_a_member_of_ninety_roles_opens_and_is_whole(world: World) -> None:
    """P02: the ticket opens, all of the text is readable in its place, and whole in the desk."""
    await set_up(world, style=Style.CHANNEL)
    roles: list[RoleHandle] = []
    for _ in range(6):
        # A few at a time: while the world is filled, the desk is not served.
        roles += [world.guild.create_role(f"role {len(roles) + number}" + "x" * 80) for number in range(15)]
        await world.simulated.settle()
    world.roles["collector"] = roles[0]
    world.members["collector"] = world.simulated.add_member(world.guild, "collector", roles)
    await world.simulated.settle()
    words = [f"w{number}" for number in range(240)]
    written = " ".join(f"*{word}*" for word in words)
    ticket = await world.open_ticket("t" * 120, written, by="collector")
    assert ticket.place.state is PlaceState.MADE
    shown = " ".join([world.card_text(ticket), *world.said(ticket)])
    assert [word for word in words if word not in shown] == []
    assert (await world.detail(ticket.id)).messages[0].content == written


async def test_a_channels_topic_holds_nothing_that_somebody_wrote(world: World) -> None:
    """P02: a topic is never too long for Discord."""
    await set_up(world, style=Style.CHANNEL)
    topic = text_channel(world, await world.open_ticket("t" * 120)).topic or ""
    assert 0 < len(topic) < TOPIC_ROOM
    assert "ttt" not in topic
