"""Reading in Discord: lists, a ticket with its messages, suggestions; and that they show no more than one may see."""

import pytest

from cogs import typed
from desk import blocks, messages, tickets
from desk.events import Origin
from desk.messages import SeenMessage
from desk.models import MessageKind, Place, PlaceState
from tests.cogs.world import World, buttons, said, shown
from tests.town import NAMES

SEES_OPEN = {"owner", "viewer", "responder", "manager", "admin"}
SEES_OTHER = {"owner", "elsewhere", "manager", "admin"}


@pytest.mark.parametrize("name", NAMES)
async def test_lists_suggestions_and_detail_show_the_same_tickets(world: World, name: str) -> None:
    """S01: staff of one category neither list, nor are offered, nor read the tickets of another."""
    await world.ticket("Printer")
    await world.ticket("Payslip", category="other")
    visible = {1: name in SEES_OPEN, 2: name in SEES_OTHER}
    expected = [number for number, sees in visible.items() if sees]
    listed = said(await world.use(name, "ticket list", whose="all", status="open"))
    assert [number for number in visible if f"`#{number}`" in listed] == expected
    assert f"{len(expected)} open ticket{'' if len(expected) == 1 else 's'}" in listed
    offered = await world.members[name].autocomplete(world.hall, "ticket show", "ticket", "")
    assert sorted(choice["value"] for choice in offered) == expected
    typed_whole = [await world.members[name].autocomplete(world.hall, "ticket show", "ticket", str(n)) for n in visible]
    assert sorted(choice["value"] for choices in typed_whole for choice in choices) == expected
    absent = said(await world.use(name, "ticket show", ticket=99))
    for number, sees in visible.items():
        answer = said(await world.use(name, "ticket show", ticket=number))
        assert (answer == absent) is not sees


async def test_a_list_has_pages_with_buttons_that_turn_it(world: World) -> None:
    for number in range(23):
        await world.store.write(
            tickets.open_ticket,
            world.actor("owner"),
            tickets.TicketDraft(world.category_ids["open"], f"Ticket {number}", "Please help."),
        )
    listed = await world.use("owner", "ticket list")
    assert "23 tickets" in said(listed)
    assert shown(listed).embeds[0].footer.text == "Page 1 of 3"
    filters = ["All", "Open", "Closed"]
    assert list(buttons(listed)) == [*filters, "Next"]
    for page, labels in ((2, ["Back", "Next"]), (3, ["Back"])):
        await world.members["owner"].click(shown(listed), label="Next")
        assert shown(listed).embeds[0].footer.text == f"Page {page} of 3"
        assert list(buttons(listed)) == [*filters, *labels]
    assert f"`#{1}`" in said(listed)
    await world.members["owner"].click(shown(listed), label="Back")
    assert shown(listed).embeds[0].footer.text == "Page 2 of 3"


async def test_turning_a_page_keeps_what_was_asked_for_and_judges_anew(world: World) -> None:
    for _ in range(11):
        await world.ticket()
    for number in range(1, 12):
        await world.use("responder", "ticket close", ticket=number)
    listed = await world.use("responder", "ticket list", status="closed", whose="all", category="open")
    await world.members["responder"].click(shown(listed), label="Next")
    assert "11 closed tickets" in said(listed)
    await world.simulated.take_role(world.members["responder"], world.roles["responder"])
    await world.members["responder"].click(shown(listed), label="Back")
    assert "0 closed tickets" in said(listed)


async def test_a_list_is_narrowed_by_status_category_and_whose_it_is(world: World) -> None:
    await world.ticket("First")
    await world.ticket("Second", category="other")
    await world.ticket("Third")
    await world.use("manager", "ticket claim", ticket=1)
    await world.use("manager", "ticket close", ticket=3)
    await world.ticket("Fourth", by="manager")
    seen = {"whose": "all"}
    questions: tuple[tuple[dict[str, str], list[int]], ...] = (
        ({}, [4]),
        (seen, [1, 2, 3, 4]),
        (seen | {"status": "closed"}, [3]),
        (seen | {"category": "other"}, [2]),
        (seen | {"status": "open"}, [1, 2, 4]),
        ({"status": "closed"}, []),
    )
    for options, expected in questions:
        result = await world.members["manager"].slash(world.hall, "ticket list", **options)
        assert [number for number in (1, 2, 3, 4) if f"`#{number}`" in said(result)] == expected


async def test_staff_sees_the_notes_among_the_messages_and_the_owner_does_not(world: World) -> None:
    await world.ticket()
    assert "Only staff see it" in said(await world.use("responder", "ticket note", ticket=1, message="Angry customer"))
    assert "Angry customer" in said(await world.use("responder", "ticket show", ticket=1))
    for name in ("owner", "viewer"):
        answer = said(await world.use(name, "ticket show", ticket=1))
        assert "It burns, please help." in answer
        assert "Angry customer" not in answer


async def test_a_note_moves_nothing_that_others_could_notice(world: World) -> None:
    before = await world.ticket()
    await world.use("responder", "ticket note", ticket=1, message="Angry customer")
    assert await world.seen(1, "owner") == before


async def test_a_reply_is_kept_as_typed_under_the_member_s_name(world: World) -> None:
    await world.ticket()
    assert said(await world.use("responder", "ticket reply", ticket=1, message="Is it **still** hot?"))
    message = (await world.detail(1)).messages[-1]
    assert (message.kind, message.content, message.author_name) == (
        MessageKind.REPLY,
        "Is it **still** hot?",
        "responder",
    )


async def test_a_long_ticket_is_read_page_by_page_without_a_gap(world: World) -> None:
    ticket = await world.ticket()
    texts = [f"message {number:02} " + "*" * (number * 90) for number in range(1, 21)]
    for text in texts:
        await world.store.write(messages.reply, world.actor("owner"), ticket.id, text)
    answer = await world.use("owner", "ticket show", ticket=1)
    read: list[str] = [said(answer)]
    while "Older" in buttons(answer):
        await world.members["owner"].click(shown(answer), label="Older")
        read.append(said(answer))
    for text in texts:
        assert sum(f"{text[:10]} " in page for page in read) == 1
    assert "It burns, please help." in read[-1]
    await world.members["owner"].click(shown(answer), label="Newest")
    assert said(answer) == read[0]


async def test_the_longest_texts_of_a_ticket_fit_an_answer(world: World) -> None:
    """P02: what was typed never makes an answer too big for Discord."""
    ticket = await world.ticket("*" * 120)
    for _ in range(3):
        await world.store.write(messages.reply, world.actor("owner"), ticket.id, "`" * 2000)
    await world.use("owner", "ticket close", ticket=1, reason="~" * 500)
    answer = said(await world.use("owner", "ticket show", ticket=1))
    assert typed.escaped("`" * 1000) in answer
    assert "The rest is in the thread." in answer
    assert typed.escaped("*" * 59) in said(await world.use("owner", "ticket list", status="closed"))


async def test_suggestions_follow_what_is_typed_and_what_the_command_needs(world: World) -> None:
    await world.ticket("Printer on fire")
    await world.ticket("Payslip missing")
    await world.use("owner", "ticket close", ticket=2)
    owner = world.members["owner"]

    async def offered(command: str, text: str) -> list[str]:
        return [str(choice["name"]) for choice in await owner.autocomplete(world.hall, command, "ticket", text)]

    assert await offered("ticket show", "fire") == ["#1 Printer on fire (open)"]
    assert await offered("ticket show", "#2") == ["#2 Payslip missing (closed)"]
    assert await offered("ticket close", "") == ["#1 Printer on fire (open)"]
    assert await offered("ticket reopen", "") == ["#2 Payslip missing (closed)"]
    assert await offered("ticket show", "9" * 40) == []


async def test_at_most_25_tickets_are_suggested_with_names_that_discord_takes(world: World) -> None:
    for _ in range(30):
        draft = tickets.TicketDraft(world.category_ids["open"], "t" * 120, "Please help.")
        await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    offered = await world.members["owner"].autocomplete(world.hall, "ticket show", "ticket", "")
    assert len(offered) == 25
    assert max(len(choice["name"]) for choice in offered) == 100
    assert all(choice["name"].endswith("… (open)") for choice in offered)


async def test_a_suggested_title_turns_no_words_but_its_own(world: World) -> None:
    await world.ticket("abc\u202e\u2069def")
    [offered] = await world.members["owner"].autocomplete(world.hall, "ticket show", "ticket", "")
    assert offered["name"] == "#1 abcdef (open)"


async def test_a_blocked_responder_sees_their_own_tickets_alone(world: World) -> None:
    await world.ticket()
    await world.ticket(by="responder")
    await world.store.write(blocks.block, world.actor("admin"), world.actor("responder"))
    listed = said(await world.use("responder", "ticket list"))
    assert "`#2`" in listed
    assert "`#1`" not in listed


async def test_c01_four_thousand_characters_are_kept_whole_and_shown_cut_between_two_characters(world: World) -> None:
    """Who has Nitro may write as many."""
    ticket = await world.ticket()
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
    seen = SeenMessage(ticket.place.channel_id or 0, 10**17, family * 800, (), ticket.created_at)
    await world.store.write(messages.record_seen, world.actor("owner"), seen)
    assert (await world.detail(1)).messages[-1].content == family * 800
    read = said(await world.use("owner", "ticket show", ticket=1))
    assert "The rest is in the thread." in read
    assert read.count(family) > 200
    assert not set(read.replace(family, "")) & set(family)


async def test_staff_sees_what_was_forwarded_and_what_a_message_said_before_it_was_edited(world: World) -> None:
    ticket = await world.ticket()
    await world.store.write(lambda tx: tx.places.save(ticket.id, Place(PlaceState.MADE, 555, 556)))
    seen = SeenMessage(555, 1, "It was me", (), ticket.created_at, forwarded=True)
    await world.store.write(messages.record_seen, world.actor("owner"), seen)
    origin = Origin(world.guild.id, ticket.created_at)
    await world.store.write(messages.record_edit, origin, 1, "It was not me", ticket.created_at)
    for name, sees in (("responder", True), ("owner", False)):
        answer = said(await world.use(name, "ticket show", ticket=1))
        assert "It was not me" in answer
        assert "forwarded" in answer
        assert ("It was me" in answer) is sees
