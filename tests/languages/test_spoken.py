"""Whose language is spoken where, and that every word which the bot sends is the catalogue's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from bot.demo.simulated import Simulated
from cogs.faults import FAULTS, FIELDS
from cogs.language import speaking
from cogs.refusals import FORBIDDEN, GRANTS, MISSING, WORDS, refusal
from desk import categories, messages, tickets
from desk.actor import Via
from desk.errors import DeskError, Fault, Forbidden, Invalid, MissingGrant, NotFound
from tests.cogs.test_answers import EXAMPLES
from tests.cogs.world import World as DoorWorld
from tests.cogs.world import said, shown
from tests.relay.world import World as RelayWorld

WORD = re.compile(r"[^\W\d_]{2,}")
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
# What Discord cut to its limit has lost its closing bracket; mentions, times, code and links are no words.
REST = re.compile(r"⟦[^⟦⟧]*…$|<[^>]*>|```.*?```|`[^`]*`|#[0-9a-f]{6}|\(https:[^)]*\)", re.DOTALL)
READ = ("content", "title", "description", "label", "placeholder", "topic", "text")
# What people of these tests have typed, and the names that they have.
TYPED = frozenset(
    WORD.findall(
        "owner outsider viewer responder elsewhere manager definer admin; open other hall card tickets category; "
        "Printer is on fire, It burns please help, What, Bills, script, Cannot reproduce"
    )
)


def bare(text: str) -> set[str]:
    """The words of a text that stand in no brackets and that nobody has typed."""
    while INNERMOST.search(text):
        text = INNERMOST.sub(" ", text)
    return set(WORD.findall(REST.sub(" ", text))) - TYPED


def read_in(body: Any) -> Iterator[str]:
    """Every text that people read of what was sent."""
    if isinstance(body, Mapping):
        yield from (body[name] for name in READ if isinstance(body.get(name), str))
        if {"name", "value"} == body.keys() - {"name_localizations"}:
            yield str(body["name"])
        for each in body.values():
            yield from read_in(each)
    elif isinstance(body, Sequence) and not isinstance(body, str):
        for each in body:
            yield from read_in(each)


def bare_words_sent(simulated: Simulated) -> dict[str, set[str]]:
    """What the bot sent outside the catalogue, by the whole text; commands are another's affair."""
    sent = [it for it in simulated.requests if "/commands" not in it.path and it.method in ("POST", "PATCH", "PUT")]
    found = {text: bare(text) for it in sent for text in read_in(it.json)}
    assert len(found) > 5
    return {text: words for text, words in found.items() if words}


@pytest.mark.usefixtures("brackets")
async def test_all_that_members_and_staff_read_in_answers_is_the_catalogues(door: DoorWorld) -> None:
    await door.use("owner", "ticket open", category="open", title="Printer is on fire", message="It burns")
    await door.use("owner", "ticket open")
    form = await door.use("owner", "ticket open", category="open")
    await door.members["owner"].submit_modal(form, {"title": "Bills", "message": "please help"})
    await door.members["responder"].click(door.card(await door.seen(1)), label="⟦Claim⟧")
    for command in ("claim", "release", "show", "reopen", "close", "close", "show", "reopen"):
        await door.use("responder", f"ticket {command}", ticket=1)
        await door.use("outsider", f"ticket {command}", ticket=1)
    await door.use("responder", "ticket reply", ticket=1, message="please")
    await door.use("responder", "ticket note", ticket=1, message="please")
    await door.use("manager", "ticket assign", ticket=1, member=door.members["responder"])
    await door.use("manager", "ticket list")
    await door.use("manager", "ticket show", ticket=1)
    await door.use("manager", "ticket delete", ticket=1)
    await door.members["owner"].autocomplete(door.hall, "ticket show", "ticket", "")
    closing = await door.use("owner", "ticket close", ticket=1)
    await door.members["owner"].click(shown(closing), label="⟦Say why⟧")
    with speaking("en-US"):
        for _ in range(11):
            await door.ticket()
    await door.use("owner", "ticket list", status="all")
    assert bare_words_sent(door.simulated) == {}


@pytest.mark.usefixtures("brackets")
async def test_all_that_those_read_who_define_and_administer_is_the_catalogues(door: DoorWorld) -> None:
    await door.use("definer", "category create")
    await door.use("definer", "category edit", category="open")
    await door.use("definer", "category list")
    await door.use("owner", "category list")
    asked = await door.use("definer", "category delete", category="other")
    await door.members["definer"].click(shown(asked), label="⟦Delete for good⟧")
    await door.use("definer", "category panel")
    for command in ("grant", "grant", "revoke", "revoke"):
        await door.use("admin", f"desk {command}", role=door.roles["viewer"], what="manage_tickets")
    for until in ({"until": "1h"}, {}):
        await door.use("admin", "desk block", member=door.members["owner"], **until)
    await door.use("owner", "ticket open", category="open", title="Printer is on fire", message="It burns")
    for _ in range(2):
        await door.use("admin", "desk unblock", member=door.members["owner"].user)
    for days in ({"days": 1}, {}):
        await door.use("owner", "desk key create", name="script", **days)
    await door.use("owner", "desk key list")
    await door.use("owner", "desk key revoke", key="1")
    assert bare_words_sent(door.simulated) == {}


@pytest.mark.usefixtures("brackets")
async def test_all_that_the_relay_draws_is_the_catalogues(relay: RelayWorld) -> None:
    await relay.store.write(categories.post_panel, relay.actor("admin"), relay.hall.id)
    ticket = await relay.open_ticket()
    for use_case in (tickets.claim, tickets.release):
        await relay.store.write(use_case, relay.actor("responder"), ticket.id)
    await relay.store.write(messages.reply, relay.actor("responder", Via.REST), ticket.id, "please")
    await relay.store.write(tickets.close, relay.actor("responder"), ticket.id, "Cannot reproduce")
    await relay.store.write(tickets.reopen, relay.actor("owner"), ticket.id)
    await relay.simulated.settle()
    assert bare_words_sent(relay.simulated) == {}


@pytest.mark.usefixtures("brackets")
def test_all_that_stands_against_an_act_is_said_by_the_catalogue() -> None:
    made: list[Exception] = [*EXAMPLES, *map(NotFound, MISSING), *map(Forbidden, FORBIDDEN)]
    made += [MissingGrant("block", grant=grant) for grant in GRANTS]
    made += [Invalid({name: Fault(code, 3)}) for name in FIELDS for code in FAULTS]
    made += [kind() for kind in WORDS if issubclass(kind, DeskError) and isinstance(WORDS[kind], str) and _plain(kind)]
    with speaking("en-US"):
        assert {text for error in made if bare(text := refusal(error) or "")} == set()


def _plain(kind: type[Exception]) -> bool:
    return not getattr(kind, "__dataclass_fields__", {}).keys() - {"retry_after"}


@pytest.mark.usefixtures("brackets")
async def test_an_answer_is_in_the_members_language(door: DoorWorld) -> None:
    await door.ticket()
    door.simulated.speaks(door.members["responder"], "it")
    assert said(await door.use("responder", "ticket claim", ticket=1)) == "Ticket #1 is yours."
    door.simulated.speaks(door.members["responder"], "en-US")
    assert said(await door.use("responder", "ticket claim", ticket=1)) == "⟦Ticket #1 is yours.⟧"


@pytest.mark.usefixtures("brackets")
async def test_what_everybody_reads_is_in_the_language_of_the_server(relay: RelayWorld) -> None:
    for member in relay.members.values():
        relay.simulated.speaks(member, "it")
    await relay.simulated.guild_speaks(relay.guild, "it")
    plain = await relay.open_ticket()
    assert "**Open**, claimed by nobody yet" in relay.card_text(plain)
    assert "⟦" not in relay.card_text(plain)
    await relay.simulated.guild_speaks(relay.guild, "en-US")
    assert "⟦**Open**, claimed by nobody yet⟧" in relay.card_text(await relay.open_ticket())
