"""Ready replies in Discord: kept on one screen, offered while one types, seen before they are sent, sent once."""

import discord

from bot.demo.simulated import InteractionResult
from cogs.typed import line
from desk import canned
from desk.canned import ReplyDraft
from tests.cogs.world import World, buttons, said, shown


async def ready(world: World, name: str = "hello", content: str = "Hi {member}!", category: str | None = None) -> int:
    """A ready reply, made behind the scenes; its id."""
    draft = ReplyDraft(name, content, world.category_ids[category] if category else None)
    return (await world.store.write(canned.add, world.actor("manager"), draft)).id


async def written(world: World, number: int = 1) -> list[str]:
    """What stands in the ticket after its opening message."""
    return [message.content for message in (await world.detail(number)).messages][1:]


def chosen_in(form: InteractionResult) -> dict[str, str]:
    """What each part of a form says when it is opened."""
    assert form.modal is not None
    parts = [each["component"] for each in form.modal["components"]]
    return {each["custom_id"]: each.get("value") or "" for each in parts}


async def test_replies_are_made_changed_and_deleted_on_one_screen(world: World) -> None:
    manager = world.members["manager"]
    screen = await world.use("manager", "desk replies")
    assert "There are no ready replies yet." in said(screen)
    form = await manager.click(shown(screen), label="Add")
    filled = {"name": "hello", "category": [str(world.category_ids["open"])], "content": "Hi {member}, `a` *b*"}
    await manager.submit_modal(form, filled)
    assert said(screen).startswith("Saved. Staff sends it with `/reply`.")
    assert "```\nHi {member}, `a` *b*\n```" in said(screen)
    form = await manager.click(shown(screen), label="Edit")
    assert chosen_in(form) == {"name": "hello", "category": "", "content": "Hi {member}, `a` *b*"}
    await manager.submit_modal(form, {"name": "hello", "category": ["0"], "content": "Bye"})
    await manager.click(shown(screen), label="Back")
    assert f"**{line('hello')}** · All categories" in said(screen)
    await manager.select(shown(screen), [str(1)])
    await manager.click(shown(screen), label="Delete")
    assert said(screen).partition("\n")[0] == f"Delete the ready reply {line('hello')}? What was sent with it stays."
    await manager.click(shown(screen), label="Delete for good")
    assert said(screen).startswith(f"The ready reply {line('hello')} is deleted.")


async def test_a_faulty_form_keeps_nothing_and_gives_back_what_was_typed(world: World) -> None:
    await ready(world)
    manager = world.members["manager"]
    screen = await world.use("manager", "desk replies")
    form = await manager.click(shown(screen), label="Add")
    refused = await manager.submit_modal(form, {"name": "Hello", "category": ["0"], "content": "Good day"})
    [told] = refused.followups
    assert "**Name** is in use there; choose another." in told.message.content
    assert "Good day" in str(told.message.embeds[0].description)
    assert len(await world.store.read(canned.kept, world.actor("manager"))) == 1


async def test_members_and_responders_are_told_who_keeps_them(world: World) -> None:
    for name in ("owner", "responder"):
        assert said(await world.use(name, "desk replies")).startswith("Ready replies are kept by those who manage")


async def test_many_replies_and_many_categories_have_room(world: World) -> None:
    for number in range(30):
        await ready(world, f"reply {number:02}")
        await world.add_category(f"number {number}")
    manager = world.members["manager"]
    screen = await world.use("manager", "desk replies")
    assert shown(screen).embeds[0].footer.text == "Page 1 of 2"
    await manager.click(shown(screen), label="Next")
    assert "reply 29" in said(screen)
    form = await manager.click(shown(screen), label="Add")
    await manager.submit_modal(form, {"name": "last", "category": "NUMBER 29", "content": "Hi"})
    [last] = [it for it in await world.store.read(canned.kept, world.actor("manager")) if it.name == "last"]
    assert last.category_id == world.category_ids["number 29"]
    form = await manager.click(shown(screen), label="Edit")
    assert chosen_in(form)["category"] == "number 29"


async def test_those_that_serve_in_the_ticket_are_offered_to_its_staff_alone(world: World) -> None:
    ticket = await world.ticket()
    await ready(world, "general")
    await ready(world, "mine", category="open")
    await ready(world, "theirs", category="other")
    thread = world.thread(ticket)

    async def offered(name: str, typed: str = "") -> list[str]:
        return [it["name"] for it in await world.members[name].autocomplete(thread, "reply", "name", typed)]

    assert await offered("responder") == ["mine", "general"]
    assert await offered("responder", "GEN") == ["general"]
    assert await offered("owner") == []


async def test_a_reply_is_seen_as_it_will_stand_and_sent_once(world: World) -> None:
    """C10: what a title brings along pings nobody and stays in its frame, before and after it is sent."""
    ticket = await world.ticket("@everyone [help](http://evil.example) {staff}")
    await ready(world, content="About {ticket}")
    asked = await world.use("responder", "reply", world.thread(ticket), name="hello")
    told = said(asked)
    assert told.startswith("This is how it will stand in ticket #1. Nothing is sent yet.")
    assert line("responder") in told
    assert "> About #1 \\@everyone \\[help\\](http://evil.example) {staff}" in told
    assert await written(world) == []
    assert list(buttons(asked)) == ["Send", "Edit first", "Cancel"]
    await world.members["responder"].click(shown(asked), label="Send")
    assert said(asked) == "Your reply is in the ticket."
    assert await written(world) == ["About #1 @everyone [help](http://evil.example) {staff}"]
    bodies = [it.json for it in world.simulated.requests if isinstance(it.json, dict) and "allowed_mentions" in it.json]
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies[-3:])


async def test_a_reply_is_changed_in_a_form_before_it_is_sent(world: World) -> None:
    await world.ticket()
    await ready(world)
    responder = world.members["responder"]
    asked = await world.use("responder", "reply", name="hello", ticket=1)
    form = await responder.click(shown(asked), label="Edit first")
    assert chosen_in(form) == {"content": "Hi owner!"}
    await responder.submit_modal(form, {"content": "Hi owner, and welcome!"})
    assert said(asked) == "Your reply is in the ticket."
    assert await written(world) == ["Hi owner, and welcome!"]


async def test_what_is_let_go_is_not_sent(world: World) -> None:
    await world.ticket()
    await ready(world)
    asked = await world.use("responder", "reply", name="hello", ticket=1)
    await world.members["responder"].click(shown(asked), label="Cancel")
    assert (said(asked), buttons(asked), await written(world)) == ("Nothing was sent.", {}, [])


async def test_what_was_changed_meanwhile_is_shown_anew_and_not_sent(world: World) -> None:
    await world.ticket()
    reply_id = await ready(world)
    asked = await world.use("responder", "reply", name="hello", ticket=1)
    await world.store.write(canned.edit, world.actor("manager"), reply_id, ReplyDraft("hello", "Go away"))
    await world.members["responder"].click(shown(asked), label="Send")
    assert said(asked).startswith("It has changed meanwhile.")
    assert "> Go away" in said(asked)
    assert await written(world) == []


async def test_who_may_not_send_ready_replies_is_told_what_to_do(world: World) -> None:
    await world.ticket()
    await ready(world)
    assert "Use `/ticket reply`" in said(await world.use("owner", "reply", name="hello", ticket=1))
    assert said(await world.use("responder", "reply", name="nothing", ticket=1)).startswith("There is no such ready")


async def test_a_preview_works_after_a_restart(world: World) -> None:
    await world.ticket()
    await ready(world)
    asked = await world.use("responder", "reply", name="hello", ticket=1)
    await world.simulated.restart(world.fresh_bot())
    await world.members["responder"].click(shown(asked), label="Send")
    assert await written(world) == ["Hi owner!"]
    assert not [it for row in shown(asked).components if isinstance(row, discord.ActionRow) for it in row.children]
