"""Setting a server up: from a bot that was just invited to the first answered ticket, as its administrator meets it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest

from bot.demo.simulated import ChannelHandle, GuildHandle, InteractionResult, MemberActor, RoleHandle, texts
from bot.portal import PERMISSIONS
from desk import configuring, places
from desk.configuring import CategoryChange, Surroundings
from desk.models import Style
from tests.relay.test_changes import labels
from tests.relay.world import World


@dataclass
class Newcomer:
    """An administrator in a server where the bot was just invited; `steps` is each thing that they did."""

    world: World
    guild: GuildHandle
    admin: MemberActor
    staff: RoleHandle
    helper: MemberActor
    member: MemberActor
    hall: ChannelHandle
    steps: list[str] = field(default_factory=list)
    screen: InteractionResult | None = None

    async def begin(self) -> None:
        """Use the command."""
        self.steps.append("/desk setup")
        self.screen = await self.admin.slash(self.hall, "desk setup")

    async def press(self, label: str) -> InteractionResult:
        """Press a button of the screen."""
        self.steps.append(label)
        result = await self.admin.click(self.shown, label=label)
        await self.world.simulated.settle()
        return result

    async def pick(self, what: str, values: Sequence[Any]) -> None:
        """Choose in a select of the screen."""
        self.steps.append(what)
        await self.admin.select(self.shown, list(values), custom_id=f"setup-pick:{what}")

    @property
    def shown(self) -> discord.Message:
        """The screen as the administrator sees it now."""
        assert self.screen is not None
        assert self.screen.response is not None
        assert self.screen.ephemeral
        return self.screen.response.message

    @property
    def words(self) -> str:
        """All that is read on the screen."""
        return "\n".join(filter(None, texts([self.shown])))

    async def panel(self) -> discord.Message:
        """The panel that was posted."""
        [panel] = await self.world.store.read(places.panels, self.guild.id)
        assert panel.message_id is not None
        [message] = [it for it in self.world.simulated.messages(panel.channel_id) if it.id == panel.message_id]
        return message

    def channels(self) -> dict[str, str]:
        """The channels of the server: what each is named, and the channel category that it is in."""
        mine = [
            it for it in self.world.simulated.places() if it.id in {each.id for each in self.guild.channels.values()}
        ]
        names = {each.id: each.name for each in mine}
        return {each.name: names.get(each.parent_id or 0, "") for each in mine if "thread" not in each.kind}


def buttons_of(message: discord.Message) -> list[discord.Button]:
    """The buttons under a message, however deep they lie."""
    rows = [each for each in message.components if isinstance(each, discord.ActionRow)]
    return [item for each in rows for item in each.children if isinstance(item, discord.Button)]


@pytest.fixture
async def newcomer(world: World) -> Newcomer:
    """A server of its own in the same process, with the rights that the invite link asks for."""
    simulated = world.simulated
    guild = simulated.add_guild("New house")
    simulated.limit_bot(guild, discord.Permissions(PERMISSIONS))
    staff = guild.create_role("helpers")
    helper = simulated.add_member(guild, "helper", [staff])
    member = simulated.add_member(guild, "member")
    hall = guild.create_text_channel("general")
    await simulated.settle()
    return Newcomer(world, guild, simulated.owner_of(guild), staff, helper, member, hall)


async def test_the_bot_makes_its_channels_in_one_place_and_the_test_ticket_leaves_nothing(newcomer: Newcomer) -> None:
    await newcomer.begin()
    await newcomer.press("Next")
    await newcomer.pick("templates", ["general", "reports"])
    await newcomer.press("Next")
    await newcomer.press("Next")
    await newcomer.press("Set it up")
    found = newcomer.channels()
    assert found["open-a-ticket"] == "Tickets"
    assert found["tickets-general-support"] == "Tickets"
    assert [it for it in newcomer.world.simulated.places() if it.kind == "private thread"] == []
    assert await newcomer.world.store.read(lambda tx: tx.events.parked(newcomer.guild.id)) == []
    everybody = {newcomer.member.id, newcomer.helper.id}
    hall = next(it for it in newcomer.guild.channels.values() if it.name == "open-a-ticket")
    assert everybody <= newcomer.world.simulated.who_sees(hall.id)
    assert not newcomer.world.simulated.can_write(newcomer.member.id, hall.id)


async def test_a_name_that_no_category_can_have_is_refused_when_it_is_typed_not_when_all_is_made(
    newcomer: Newcomer,
) -> None:
    """P03."""
    await newcomer.begin()
    await newcomer.press("Next")
    form = await newcomer.press("Other names")
    refused = await newcomer.admin.submit_modal(form, {"general": "\N{BRAILLE PATTERN BLANK}"})
    assert "**Name** is empty" in refused.followups[0].content
    form = await newcomer.press("Other names")
    await newcomer.admin.submit_modal(form, {"general": "x" * 100})
    await newcomer.press("Next")
    await newcomer.press("Next")
    await newcomer.press("Set it up")
    live = await newcomer.world.store.read(places.live_categories, newcomer.guild.id)
    assert [len(it.name) for it in live] == [100]
    assert [it.label for it in buttons_of(await newcomer.panel())] == ["x" * 79 + "…"]


async def test_what_is_chosen_is_kept_over_a_restart_and_any_step_may_be_come_back_to(newcomer: Newcomer) -> None:
    """P06."""
    await newcomer.begin()
    await newcomer.pick("language", ["de"])
    await newcomer.pick("roles", [newcomer.staff])
    await newcomer.world.restart()
    await newcomer.press("Next")
    await newcomer.pick("templates", ["general", "applications"])
    form = await newcomer.press("Other names")
    await newcomer.world.restart()
    await newcomer.admin.submit_modal(form, {"general": "Fragen", "applications": ""})
    assert "Fragen" in newcomer.words
    await newcomer.press("Next")
    await newcomer.pick("style", ["channel"])
    await newcomer.pick("panel", [newcomer.hall])
    await newcomer.press("Back")
    await newcomer.press("Back")
    assert f"<@&{newcomer.staff.id}>" in newcomer.words
    kept = await newcomer.world.store.read(lambda tx: tx.setups.get(newcomer.guild.id, newcomer.admin.id))
    assert kept is not None
    for _ in range(3):
        await newcomer.press("Next")
    await newcomer.world.restart()
    await newcomer.press("Set it up")
    live = await newcomer.world.store.read(places.live_categories, newcomer.guild.id)
    assert [it.name for it in live][:1] == ["Fragen"]
    assert all(it.settings.style is Style.CHANNEL for it in live)
    assert all(it.responder_role_ids == {newcomer.staff.id} for it in live)
    assert await newcomer.world.store.read(places.language, newcomer.guild.id) == "de"
    assert (await newcomer.panel()).channel.id == newcomer.hall.id


async def test_a_parent_channel_follows_the_channel_category_that_is_chosen(world: World) -> None:
    support = world.guild.create_category("Support")
    change = CategoryChange(under_channel_id=support.id)
    around = Surroundings(world.assignable, parents={support.id: ()})
    category_id = world.category_ids["open"]
    await world.store.write(configuring.configure, world.actor("admin"), category_id, change, around)
    await world.simulated.settle()
    [parent] = [it for it in world.simulated.places() if it.name == "tickets-open"]
    assert parent.parent_id == support.id


async def test_running_it_again_changes_nothing_that_is_there(newcomer: Newcomer) -> None:
    world = newcomer.world
    for _ in range(2):
        await newcomer.begin()
        await newcomer.press("Next")
        await newcomer.pick("templates", ["general"])
        await newcomer.press("Next")
        await newcomer.press("Next")
        await newcomer.press("Set it up")
        assert "❌" not in newcomer.words
    assert "was there already, and stays as it is." in newcomer.words
    assert len(await world.store.read(places.live_categories, newcomer.guild.id)) == 1
    assert len(await world.store.read(places.panels, newcomer.guild.id)) == 1
    assert [name for name in newcomer.channels() if name == "open-a-ticket"] == ["open-a-ticket"]


async def test_a_right_that_the_bot_lacks_is_named_before_anything_is_made(newcomer: Newcomer) -> None:
    lacking = discord.Permissions(PERMISSIONS)
    lacking.update(manage_channels=False)
    newcomer.world.simulated.limit_bot(newcomer.guild, lacking)
    await newcomer.world.simulated.settle()
    await newcomer.begin()
    await newcomer.press("Next")
    await newcomer.pick("templates", ["general"])
    await newcomer.press("Next")
    await newcomer.press("Next")
    assert "The bot lacks **Manage Channels**." in newcomer.words
    assert "Set it up" not in labels(newcomer.shown)
    newcomer.world.simulated.limit_bot(newcomer.guild, discord.Permissions(PERMISSIONS))
    await newcomer.world.simulated.settle()
    await newcomer.press("Look again")
    assert "The bot lacks" not in newcomer.words
    await newcomer.press("Set it up")
    assert "Your desk is ready." in newcomer.words


async def test_what_discord_refuses_is_told_with_what_to_do(newcomer: Newcomer) -> None:
    world = newcomer.world
    await newcomer.begin()
    await newcomer.press("Next")
    await newcomer.pick("templates", ["general"])
    await newcomer.press("Next")
    await newcomer.pick("panel", [newcomer.hall])
    await newcomer.press("Next")
    world.simulated.refuse("POST", f"/channels/{newcomer.hall.id}/messages", status=403, code=50013, times=None)
    await newcomer.press("Set it up")
    assert f"❌ The panel is posted in <#{newcomer.hall.id}>. Discord refused it." in newcomer.words
    assert "Not everything is well yet." in newcomer.words
    world.simulated.stop_refusing()
