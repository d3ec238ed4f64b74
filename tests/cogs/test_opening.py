"""Opening a ticket in Discord: by command, by form, by panel; at the limit; where Discord refuses a thread."""

from dataclasses import replace

import discord
import pytest

from cogs.views import panel_view
from desk import blocks
from desk.models import Place, PlaceState, Status
from desk.store import Tx
from tests.cogs.world import World, buttons, said, shown


async def never(_ticket_id: int) -> Place:
    """A wait that nobody should begin."""
    raise AssertionError


FORM = {"title": "Printer", "message": "It burns."}


async def test_a_ticket_is_opened_by_one_command_and_answered_with_its_link(world: World) -> None:
    result = await world.use("owner", "ticket open", category="open", title="Printer", message="It burns.")
    (ticket,) = await world.everything()
    link = f"Your ticket #1 is open. It is here: <#{ticket.place.channel_id}>"
    assert shown(result).content == f"{link}\n-# Number 1 in line."
    assert (ticket.title, ticket.owner_id, ticket.category_name) == ("Printer", world.members["owner"].id, "open")


async def test_without_anything_said_a_category_is_chosen_and_a_form_filled_in(world: World) -> None:
    asked = await world.use("owner", "ticket open")
    assert list(buttons(asked)) == ["open", "other"]
    form = await world.members["owner"].click(shown(asked), label="other")
    assert form.modal is not None
    assert form.modal["title"] == "other"
    result = await world.members["owner"].submit_modal(form, FORM)
    assert "Your ticket #1 is open." in said(result)
    assert [it.category_name for it in await world.everything()] == ["other"]


async def test_a_category_alone_leads_straight_to_the_form_with_what_was_typed(world: World) -> None:
    form = await world.use("owner", "ticket open", category="OPEN", title="Printer")
    assert form.modal is not None
    title, message = (label["component"] for label in form.modal["components"])
    assert (title["value"], title["min_length"], title["max_length"]) == ("Printer", 3, 120)
    assert (message["min_length"], message["max_length"]) == (5, 2000)


async def test_what_was_typed_without_a_category_is_handed_back_to_be_copied(world: World) -> None:
    message = "It *burns*." + "!" * 1989
    asked = await world.use("owner", "ticket open", title="Printer", message=message)
    assert "```\nPrinter\n```" in said(asked)
    assert f"```\n{message}\n```" in said(asked)
    assert list(buttons(asked)) == ["open", "other"]


async def test_the_only_category_needs_no_choice(world: World) -> None:
    await world.delete_category("other")
    form = await world.use("owner", "ticket open")
    assert form.modal is not None
    assert form.modal["title"] == "open"


async def test_a_server_without_categories_says_who_makes_them(world: World) -> None:
    await world.delete_category("other")
    await world.delete_category("open")
    assert "/category create" in said(await world.use("owner", "ticket open"))


async def test_a_form_that_was_shown_before_a_restart_still_opens_the_ticket(world: World) -> None:
    """P06: nothing that a member has before their eyes is held only in memory."""
    asked = await world.use("owner", "ticket open")
    form = await world.members["owner"].click(shown(asked), label="open")
    await world.simulated.restart(world.fresh_bot())
    result = await world.members["owner"].submit_modal(form, FORM)
    assert "Your ticket #1 is open." in said(result)


async def test_forms_that_nobody_sends_in_fill_no_memory(world: World) -> None:
    for _ in range(3):
        form = await world.use("owner", "ticket open", category="open")
        assert form.modal is not None
    assert world.bots[-1]._connection._view_store._modals == {}


async def test_a_title_of_blanks_is_refused_and_nothing_is_opened(world: World) -> None:
    asked = await world.use("owner", "ticket open")
    form = await world.members["owner"].click(shown(asked), label="open")
    result = await world.members["owner"].submit_modal(form, {"title": "     ", "message": "       "})
    assert "**Title** is empty" in said(result)
    assert "**Message** is empty" in said(result)
    assert await world.everything() == ()


async def test_what_was_typed_into_a_form_that_is_refused_is_given_back(world: World) -> None:
    form = await world.use("owner", "ticket open", category="open")
    await world.delete_category("open")
    message = "It *burns*.\n```py\nprint()\n```" + "x" * 1900
    result = await world.members["owner"].submit_modal(form, {"title": "Printer", "message": message})
    assert "There is no such category." in said(result)
    assert message in said(result).replace("\u200b", "")


async def test_a_choice_taken_back_shows_nothing(world: World) -> None:
    await world.store.write(_fill, world, 6)
    panel = await world.panel()
    result = await world.members["owner"].select(panel, [], custom_id="choose:0")
    assert result.modal is None
    assert result.response is None or result.response.id == panel.id


async def test_ten_presses_of_an_impatient_member_open_one_ticket(world: World) -> None:
    """R01: each press shows a form, every form is sent at once, one ticket is made, the others get its link."""
    await world.add_category("one", limit=1)
    panel = await world.panel()
    owner = world.members["owner"]
    custom_id = f"open:{world.category_ids['one']}"
    forms = [world.simulated.press(owner, panel, custom_id) for _ in range(10)]
    await world.simulated.settle()
    sent = [world.simulated.submit(owner, form, FORM) for form in forms]
    await world.simulated.settle()
    (ticket,) = await world.everything()
    answers = [said(result) for result in sent]
    assert len([text for text in answers if text.startswith("Your ticket #1 is open.")]) == 1
    assert len([text for text in answers if text.startswith("You can have one ticket open")]) == 9
    assert all(f"<#{ticket.place.channel_id}>" in text for text in answers)


async def test_at_the_limit_the_button_tells_so_before_anything_is_typed(world: World) -> None:
    await world.add_category("one", limit=1)
    ticket = await world.ticket(category="one")
    result = await world.members["owner"].click(await world.panel(), label="one")
    assert result.modal is None
    assert f"Write in ticket #1, or close it first. It is here: <#{ticket.place.channel_id}>" in said(result)


async def test_the_link_of_an_older_ticket_is_not_waited_for(world: World) -> None:
    await world.add_category("one", limit=1)
    ticket = await world.ticket(category="one")
    world.door = replace(world.door, place_ready=never)
    await world.simulated.restart(world.fresh_bot())
    result = await world.use("owner", "ticket open", category="one", title="Printer", message="It burns.")
    assert f"<#{ticket.place.channel_id}>" in said(result)


async def test_where_discord_refuses_a_thread_the_member_hears_that_nothing_was_opened(world: World) -> None:
    """L04: plain words, no open ticket left behind, and the next try works."""
    world.refused = True
    result = await world.use("owner", "ticket open", category="open", title="Printer", message="It burns.")
    assert "Your ticket could not be opened: Discord refused" in said(result)
    (refused,) = await world.everything()
    assert (refused.status, refused.close_reason, refused.place.state) == (
        Status.CLOSED,
        "no_place",
        PlaceState.FAILED,
    )
    world.refused = False
    again = await world.use("owner", "ticket open", category="open", title="Printer", message="It burns.")
    assert "Your ticket #2 is open." in said(again)


async def test_a_long_message_is_opened_whole(world: World) -> None:
    """P02: what the form lets through is kept to the last character."""
    form = await world.use("owner", "ticket open", category="open")
    text = "x" * 1000 + "\n" + "*" * 999
    await world.members["owner"].submit_modal(form, {"title": "Printer", "message": text})
    (message,) = (await world.detail(1)).messages
    assert message.content == text


async def test_a_blocked_member_is_told_before_they_type(world: World) -> None:
    await world.store.write(blocks.block, world.actor("admin"), world.actor("owner"))
    panel = await world.panel()
    for result in (await world.members["owner"].click(panel, label="open"), await world.use("owner", "ticket open")):
        assert result.modal is None
    assert "You are blocked" in said(await world.members["owner"].click(panel, label="open"))


async def test_a_button_whose_category_is_gone_gets_a_sentence(world: World) -> None:
    """P06: a button whose panel is gone is answered, not left to time out."""
    panel = await world.panel()
    await world.delete_category("other")
    result = await world.members["owner"].click(panel, label="other")
    assert "There is no such category." in said(result)


async def test_a_button_that_the_desk_does_not_know_any_more_gets_a_sentence(world: World) -> None:
    view = discord.ui.View().add_item(discord.ui.Button(label="Old", custom_id="ticket_create_v1"))
    message = await world.post("Old panel", view)
    assert "no longer does anything" in said(await world.members["owner"].click(message, label="Old"))


@pytest.mark.parametrize("count", [6, 25, 30, 101, 130])
async def test_a_panel_of_many_categories_lets_each_of_them_be_chosen(world: World, count: int) -> None:
    await world.store.write(_fill, world, count)
    shown_now = await world.live()
    assert len(shown_now) == count
    message = await world.post("Panel", panel_view(shown_now))
    owner = world.members["owner"]
    last = shown_now[-1]
    if count > 100:
        more = await owner.click(message, label="More categories")
        message = shown(more)
    selects = [it for row in message.components if isinstance(row, discord.ActionRow) for it in row.children]
    holder = next(
        it
        for it in selects
        if isinstance(it, discord.SelectMenu) and str(last.id) in [option.value for option in it.options]
    )
    form = await owner.select(message, [str(last.id)], custom_id=holder.custom_id)
    assert form.modal is not None
    assert form.modal["custom_id"].startswith(f"open-form:{last.id}:")
    assert len(form.modal["title"]) <= 45


def _fill(tx: Tx, world: World, count: int) -> None:
    """Make categories until there are `count`, each with as long a name as can be."""
    category = next(iter(tx.categories.live(world.guild.id)))
    for number in range(count - len(tx.categories.live(world.guild.id))):
        name = f"{number:03} " + "n" * 96
        tx.categories.insert(
            type(category)(
                id=0,
                guild_id=world.guild.id,
                name=name,
                description="d" * 1000,
                color=None,
                responder_role_ids=frozenset(),
                viewer_role_ids=frozenset(),
                ticket_limit=None,
                parent_channel_id=None,
                deleted_at=None,
            )
        )
