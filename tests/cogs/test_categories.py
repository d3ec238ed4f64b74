"""Categories in Discord: made, changed and deleted by form; listed, offered, put on a panel."""

import discord
import pytest

from desk import categories, places
from desk.categories import CategoryDraft
from tests.cogs.world import World, buttons, said, shown

BLANK = {"name": "Billing", "description": "", "color": ""}


async def test_a_category_is_made_in_a_form_with_several_roles_of_each_kind(world: World) -> None:
    form = await world.use("definer", "category create", limit=2)
    roles = world.roles
    values = {
        "name": "Billing",
        "description": "Invoices\nand refunds",
        "color": "#3BF",
        "responders": [roles["responder"], roles["manager"]],
        "viewers": [roles["viewer"], roles["elsewhere"]],
    }
    answer = said(await world.members["definer"].submit_modal(form, values))
    assert f"<@&{roles['responder'].id}>" in answer
    made = (await world.live())[-1]
    assert (made.name, made.description, made.color, made.ticket_limit) == (
        "Billing",
        "Invoices\nand refunds",
        "#33bbff",
        2,
    )
    assert made.responder_role_ids == {roles["responder"].id, roles["manager"].id}
    assert made.viewer_role_ids == {roles["viewer"].id, roles["elsewhere"].id}


async def test_the_form_of_a_new_category_keeps_to_discord_s_limits(world: World) -> None:
    form = await world.use("definer", "category create")
    assert form.modal is not None
    assert len(form.modal["components"]) == 5
    assert all(len(part["label"]) <= 45 for part in form.modal["components"])


async def test_a_form_of_a_category_that_is_sent_after_a_restart_is_kept(world: World) -> None:
    form = await world.use("definer", "category create")
    await world.simulated.restart(world.fresh_bot())
    assert "is made" in said(await world.members["definer"].submit_modal(form, BLANK))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({**BLANK, "name": "   "}, "**Name** is empty"),
        ({**BLANK, "color": "blue"}, "**Colour** is no colour"),
    ],
)
async def test_what_cannot_be_a_category_is_said_by_field(world: World, values: dict[str, str], word: str) -> None:
    form = await world.use("definer", "category create")
    assert word in said(await world.members["definer"].submit_modal(form, values))
    assert len(await world.live()) == 2


async def test_the_role_of_a_bot_cannot_be_a_category_s(world: World) -> None:
    managed = next(role for role in world.guild.roles.values() if role.name not in {*world.roles, "@everyone"})
    form = await world.use("definer", "category create")
    result = await world.members["definer"].submit_modal(form, {**BLANK, "responders": [managed]})
    assert "**Responders** has a role that cannot be used" in said(result)


@pytest.mark.parametrize("command", ["create", "edit", "delete", "panel"])
async def test_who_defines_no_categories_gets_no_form_but_the_way_to_the_right(world: World, command: str) -> None:
    options = {"category": "open"} if command in {"edit", "delete"} else {}
    result = await world.members["manager"].slash(world.hall, f"category {command}", **options)
    assert result.modal is None
    assert said(result) == "This is for those who define categories. Administrators give that to a role: `/desk grant`."
    assert buttons(result) == {}


async def test_a_category_is_deleted_after_the_question_and_its_tickets_stay(world: World) -> None:
    await world.ticket()
    asked = await world.use("definer", "category delete", category="open")
    assert "Its tickets stay, with their owners and those who manage tickets" in said(asked)
    assert len(await world.live()) == 2
    await world.members["definer"].click(shown(asked), label="Delete for good")
    assert [it.name for it in await world.live()] == ["other"]
    assert "`#1`" in said(await world.use("owner", "ticket list"))
    assert "`#1`" not in said(await world.use("responder", "ticket list", whose="all"))
    assert "(deleted)" in said(await world.use("owner", "ticket show", ticket=1))


async def test_a_list_of_more_than_25_categories_is_turned_page_by_page(world: World) -> None:
    for number in range(30):
        await world.add_category(f"kind {number:02}", ["responder"])
    listed = await world.use("definer", "category list")
    names = said(listed)
    for _ in range(3):
        await world.members["definer"].click(shown(listed), label="Next")
        names += said(listed)
    assert list(buttons(listed)) == ["Back"]
    assert all(f"kind {number:02}" in names for number in range(30))
    assert "32 categories" in names


async def test_the_longest_categories_fit_an_answer(world: World) -> None:
    for number in range(8):
        made = await world.add_category(f"{number}" + "*" * 99, list(world.roles), limit=50)
        draft = CategoryDraft(made.name, description="_" * 1000)
        await world.store.write(categories.edit, world.actor("admin"), made.id, draft, made.responder_role_ids)
    listed = await world.use("definer", "category list")
    await world.members["definer"].click(shown(listed), label="Next")
    assert "and 4 more" in said(listed)
    panel = await world.panel()
    assert panel.components


async def test_a_category_beyond_the_first_25_is_found_by_typing(world: World) -> None:
    for number in range(30):
        await world.add_category(f"kind {number:02}")
    owner = world.members["owner"]
    assert len(await owner.autocomplete(world.hall, "ticket open", "category", "")) == 25
    (choice,) = await owner.autocomplete(world.hall, "ticket open", "category", "KIND 29")
    form = await owner.slash(world.hall, "ticket open", category=choice["value"])
    assert form.modal is not None
    assert form.modal["title"] == "kind 29"


async def test_the_roles_of_a_category_are_listed_for_those_alone_who_run_the_desk(world: World) -> None:
    role = f"<@&{world.roles['responder'].id}>"
    shows = {name: role in said(await world.use(name, "category list")) for name in ("owner", "definer", "manager")}
    assert shows == {"owner": False, "definer": True, "manager": True}


async def test_a_panel_is_asked_for_in_a_channel(world: World) -> None:
    answer = said(await world.use("definer", "category panel"))
    assert answer.startswith(f"The panel appears in <#{world.hall.id}>")
    panels = await world.store.read(places.panels, world.guild.id)
    assert [panel.channel_id for panel in panels] == [world.hall.id]


async def test_no_panel_is_posted_without_a_category(world: World) -> None:
    for name in ("open", "other"):
        await world.delete_category(name)
    assert "There are no categories yet." in said(await world.use("definer", "category panel"))


async def test_no_panel_is_promised_where_the_bot_cannot_post_one(world: World) -> None:
    ticket = await world.ticket()
    silent = discord.PermissionOverwrite(send_messages=False)
    closed = world.guild.create_text_channel("closed", overwrites={world.guild.default_role: silent})
    world.simulated.limit_bot(world.guild, discord.Permissions(view_channel=True, send_messages=True))
    await world.simulated.settle()
    assert "choose a text channel" in said(await world.use("admin", "category panel", world.thread(ticket)))
    assert "choose a text channel" in said(await world.use("admin", "category panel", channel=closed))
    assert "This is for those who define" in said(await world.use("owner", "category panel", channel=closed))
    assert await world.store.read(places.panels, world.guild.id) == []
