"""The screen of a category: every setting in sight, each part changed in a small form, and the screen follows."""

from typing import Any

import discord

from bot.demo.simulated import InteractionResult
from desk import categories, configuring
from desk.configuring import CategoryChange, Surroundings
from desk.models import Category, ClaimMode, Style
from desk.text import CATEGORY_DESCRIPTION
from tests.cogs.world import World, buttons, said, shown

PARTS = (
    "Appearance",
    "People",
    "Thread or channel",
    "Answering",
    "Limits",
    "Closing and pings",
    "Working hours",
    "Channels",
)


async def category(world: World, name: str = "open") -> Category:
    """The category as it is now."""
    return next(it for it in await world.live() if it.id == world.category_ids[name])


async def screen(world: World, who: str = "definer") -> InteractionResult:
    """The screen of the category `open`."""
    return await world.use(who, "category edit", category="open")


async def change(world: World, part: str, values: dict[str, Any]) -> InteractionResult:
    """Change that part; the screen afterwards, with what was said below it."""
    opened = await screen(world)
    form = await world.members["definer"].click(shown(opened), label=part)
    answer = await world.members["definer"].submit_modal(form, values)
    assert (answer.response or answer.followups) is not None
    return answer


def told(answer: InteractionResult) -> str:
    """What stood against it, which was said beside the screen."""
    assert answer.followups, "nothing was said"
    assert all(each.ephemeral for each in answer.followups)
    return answer.followups[0].message.content


async def test_all_settings_stand_on_one_screen_with_a_button_for_each_part(world: World) -> None:
    opened = await screen(world)
    words = said(opened)
    assert f"**Responders** <@&{world.roles['responder'].id}>" in words
    assert f"**Viewers** <@&{world.roles['viewer'].id}>" in words
    assert "**Who may open** everybody" in words
    assert "**Thread or channel** a private thread for each ticket" in words
    assert list(buttons(opened)) == [*PARTS, "Form", "Move down"]


async def test_every_form_shows_what_is_there_and_is_sent_back_without_a_change(world: World) -> None:
    text = world.guild.create_text_channel("log")
    under = world.guild.create_category("Support")
    everything = CategoryChange(
        description="Invoices",
        emoji="🧾",
        color="#33bbff",
        opener_role_ids=(world.roles["viewer"].id,),
        style=Style.CHANNEL,
        under_channel_id=under.id,
        opening_message="Hello {member}",
        claim_mode=ClaimMode.CLAIMER,
        anonymous=True,
        ticket_limit="2",
        cooldown="90",
        reopen="0",
        answer_within="4h",
        silence="3d",
        close_on_leave=True,
        called_role_ids=(world.roles["responder"].id,),
        hours=("Europe/Berlin", "Mon-Fri 9-17"),
        log_channel_id=text.id,
        archive_channel_id=under.id,
        queue_channel_id=text.id,
    )
    around = Surroundings(world.assignable, parents={under.id: ()}, posts={text.id: ()}, pingable=world.assignable)
    actor, category_id = world.actor("definer"), world.category_ids["open"]
    await world.store.write(configuring.configure, actor, category_id, everything, around)
    before = await category(world)
    opened = await screen(world)
    for part in PARTS:
        form = await world.members["definer"].click(shown(opened), label=part)
        assert form.modal is not None
        assert form.modal["title"] == part
        parts = [each["component"] for each in form.modal["components"]]
        assert len(parts) <= 5
        await world.members["definer"].submit_modal(form, {each["custom_id"]: held(world, each) for each in parts})
        assert await category(world) == before


def held(world: World, part: dict[str, Any]) -> Any:
    """What a part of a form holds when it is opened, as a member would send it back."""
    if "default_values" in part:
        ids = [int(each["id"]) for each in part["default_values"]]
        kinds: dict[int, Any] = {it.id: it for it in world.guild.roles.values()}
        kinds |= {it.id: it for it in world.guild.channels.values()}
        return [kinds[each] for each in ids]
    if "options" in part:
        return [each["value"] for each in part["options"] if each.get("default")]
    return part.get("value") or ""


async def test_a_change_is_kept_and_shown_on_the_same_screen_at_once(world: World) -> None:
    opened = await screen(world)
    form = await world.members["definer"].click(shown(opened), label="Appearance")
    values = {"name": "Billing", "description": "Invoices", "emoji": "🧾", "color": "#3BF"}
    await world.members["definer"].submit_modal(form, values)
    assert "**Appearance** 🧾 \u2068Billing\u2069 `#33bbff`" in said(opened)
    assert (await category(world)).settings.emoji == "🧾"


async def test_people_places_limits_hours_and_channels_are_changed_each_in_its_form(world: World) -> None:
    log, under = world.guild.create_text_channel("log"), world.guild.create_category("Support")
    people = {"responders": [world.roles["elsewhere"]], "viewers": [], "openers": [world.roles["viewer"]]}
    await change(world, "People", people)
    await change(world, "Thread or channel", {"style": ["channel"], "under": [under]})
    answering = {"opening": "Hello", "claiming": ["claimer"], "anonymous": ["yes"], "within": "4h"}
    await change(world, "Answering", answering)
    await change(world, "Limits", {"limit": "2", "cooldown": "1h", "reopen": "2d"})
    ending = {"silence": "3d", "leaving": ["close"], "called": [world.roles["elsewhere"]]}
    await change(world, "Closing and pings", ending)
    await change(world, "Working hours", {"zone": "Europe/Berlin", "hours": "Mon-Fri 9-17"})
    await change(world, "Channels", {"log": [log], "queue": [log]})
    words = said(await screen(world))
    for fact in (
        f"**Responders** <@&{world.roles['elsewhere'].id}>",
        "**Viewers** no roles",
        f"**Who may open** <@&{world.roles['viewer'].id}>",
        f"a private channel for each ticket, in <#{under.id}>",
        "only who claimed it answers · names are hidden · within 4h",
        "at most 2 open each · 1h between two tickets · members reopen within 2d",
        f"closes when its owner leaves · pings <@&{world.roles['elsewhere'].id}> at opening",
        "Europe/Berlin, Mon-Fri 09:00-17:00",
        f"log in <#{log.id}> · queue in <#{log.id}>",
    ):
        assert fact in words


async def test_what_cannot_be_taken_is_said_beside_the_screen_and_nothing_is_lost(world: World) -> None:
    before = await category(world)
    for part, values, word in (
        ("Appearance", {"name": "Billing", "emoji": "ab"}, "**Emoji** is no emoji"),
        ("Limits", {"limit": "51"}, "**Limit** is out of range; at most 50, or 0 for none."),
        ("Limits", {"cooldown": "31d"}, "**Time between two tickets** is too long; at most `30d`."),
        ("Working hours", {"zone": "Berlin", "hours": "Mon 9-17"}, "Do you mean `Europe/Berlin`?"),
        ("Working hours", {"zone": "Europe/Berlin", "hours": "whenever"}, "cannot be read at `whenever`"),
    ):
        answer = await change(world, part, values)
        assert word in told(answer)
        if "hours" in values:
            assert values["hours"] in (answer.followups[0].message.embeds[0].description or "")
    assert await category(world) == before


async def test_a_place_that_could_not_be_private_is_refused_with_what_the_bot_lacks_s02(world: World) -> None:
    """S02: a ticket that everybody could see is refused when its category is configured."""
    under = world.guild.create_category("Support")
    able = discord.Permissions.all()
    able.update(administrator=False, manage_roles=False)
    world.simulated.limit_bot(world.guild, able)
    await world.simulated.settle()
    answer = await change(world, "Thread or channel", {"style": ["channel"], "under": [under]})
    assert told(answer).endswith(
        "**Channel category**: the bot lacks **Manage Permissions** there. Give it that, or choose another channel."
    )
    assert (await category(world)).settings.under_channel_id is None


async def test_no_category_is_made_whose_tickets_could_not_be_private_s02(world: World) -> None:
    """S02: refused when it is made, with what the bot lacks."""
    able = discord.Permissions.all()
    able.update(administrator=False, create_private_threads=False)
    world.simulated.limit_bot(world.guild, able)
    await world.simulated.settle()
    form = await world.use("definer", "category create")
    answer = await world.members["definer"].submit_modal(form, {"name": "Billing"})
    assert "the bot lacks **Create Private Threads** there" in said(answer)
    assert [it.name for it in await world.live()] == ["open", "other"]


async def test_a_channel_in_which_the_bot_cannot_post_is_refused(world: World) -> None:
    silent = discord.PermissionOverwrite(send_messages=False)
    closed = world.guild.create_text_channel("closed", overwrites={world.guild.default_role: silent})
    world.simulated.limit_bot(world.guild, discord.Permissions(view_channel=True, read_message_history=True))
    await world.simulated.settle()
    answer = await change(world, "Channels", {"log": [closed]})
    assert "**Log**: the bot lacks **Send Messages** there." in told(answer)


async def test_who_cannot_be_pinged_is_refused_with_what_to_do(world: World) -> None:
    form = {"silence": "", "leaving": ["keep"]}
    answer = await change(world, "Closing and pings", form | {"called": [world.roles["viewer"]]})
    assert "**Roles to ping at opening** has a role that does not answer in this category" in told(answer)
    able = discord.Permissions.all()
    able.update(administrator=False, mention_everyone=False)
    world.simulated.limit_bot(world.guild, able)
    await world.simulated.settle()
    answer = await change(world, "Closing and pings", form | {"called": [world.roles["responder"]]})
    assert "has a role that the bot may not ping. Let anyone mention that role" in told(answer)
    assert (await category(world)).settings.called_role_ids == frozenset()


async def test_a_category_is_moved_in_the_order_of_menus(world: World) -> None:
    opened = await screen(world)
    await world.members["definer"].click(shown(opened), label="Move down")
    assert [it.name for it in await world.live()] == ["other", "open"]
    assert list(buttons(opened)) == [*PARTS, "Form", "Move up"]
    await world.members["definer"].click(shown(opened), label="Move up")
    assert [it.name for it in await world.live()] == ["open", "other"]


async def test_the_questions_of_a_category_are_one_button_away(world: World) -> None:
    asked = await world.members["definer"].click(shown(await screen(world)), label="Form")
    assert "Add a question" in buttons(asked)


async def test_the_emoji_of_a_category_stands_on_its_button_and_in_its_menu(world: World) -> None:
    await change(world, "Appearance", {"name": "open", "emoji": "🧾"})
    row = (await world.panel()).components[0]
    assert isinstance(row, discord.ActionRow)
    assert [str(getattr(item, "emoji", "")) for item in row.children] == ["🧾", "None"]
    for number in range(5):
        await world.add_category(f"kind {number}")
    row = (await world.panel()).components[0]
    assert isinstance(row, discord.ActionRow)
    [menu] = row.children
    assert isinstance(menu, discord.SelectMenu)
    assert str(menu.options[0].emoji) == "🧾"


async def test_a_new_category_shows_its_settings_as_the_next_step(world: World) -> None:
    form = await world.use("definer", "category create")
    made = await world.members["definer"].submit_modal(form, {"name": "Billing"})
    assert "Category \u2068Billing\u2069 is made." in said(made)
    assert list(buttons(made)) == [*PARTS, "Form", "Move up"]


async def test_the_screen_and_its_forms_work_after_a_restart(world: World) -> None:
    opened = await screen(world)
    form = await world.members["definer"].click(shown(opened), label="Limits")
    await world.simulated.restart(world.fresh_bot())
    await world.members["definer"].submit_modal(form, {"limit": "3"})
    assert (await category(world)).ticket_limit == 3
    form = await world.members["definer"].click(shown(opened), label="Appearance")
    assert form.modal is not None


async def test_who_defines_no_categories_sees_no_settings(world: World) -> None:
    refused = await screen(world, "manager")
    assert "This is for those who define categories." in said(refused)
    assert buttons(refused) == {}


async def test_the_longest_settings_fit_the_screen(world: World) -> None:
    names = [world.guild.create_role(f"role {number}") for number in range(25)]
    roles = tuple(role.id for role in names)
    longest = CategoryChange(
        name="*" * 100,
        description="_" * CATEGORY_DESCRIPTION[1],
        opening_message="`" * 1500,
        responder_role_ids=roles,
        opener_role_ids=roles,
        hours=("America/Argentina/ComodRivadavia", "\n".join(f"{day} 0{n}:00-2{n % 4}:0{n}" for n, day in days())),
    )
    around = Surroundings(frozenset(roles))
    actor = world.actor("definer")
    await world.store.write(configuring.configure, actor, world.category_ids["open"], longest, around)
    listed = await world.use("definer", "category edit", category=str(world.category_ids["open"]))
    assert "and 15 more" in said(listed)
    found = await world.store.read(categories.may_edit, actor, world.category_ids["open"])
    assert found.settings.hours is not None


def days() -> list[tuple[int, str]]:
    """The days of the week, numbered."""
    return list(enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), start=1))


async def test_an_archive_can_be_a_channel_that_lists_closed_tickets(world: World) -> None:
    listing = world.guild.create_text_channel("closed-tickets")
    await world.simulated.settle()
    await change(world, "Thread or channel", {"style": ["thread"], "archive": [listing]})
    assert (await category(world)).settings.archive_channel_id == listing.id
