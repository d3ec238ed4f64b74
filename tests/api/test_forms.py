"""Answers to a category's form over REST: sent, returned, and never demanded."""

from desk import questions
from desk.models import Question, QuestionKind
from desk.questions import mark_of
from tests.api.client import Client
from tests.api.test_ticket_opening import URL, ticket_body
from tests.api.world import Desk
from tests.people import USERS, actor

FORM = (
    Question("Order number", QuestionKind.SHORT, most=20),
    Question("Topics", QuestionKind.SELECT, most=2, choices=("Parcel", "Bill", "Other")),
    Question("Who sent it?", QuestionKind.USER),
    Question("Photo", QuestionKind.FILE),
)


async def ask(desk: Desk) -> None:
    """Let the category `open` ask that."""
    mark = mark_of(())
    for question in FORM:
        put = (actor("definer"), int(desk.categories["open"]), mark, None, question)
        mark = mark_of((await desk.store.write(questions.put_question, *put)).settings.form)


async def test_answers_are_sent_by_label_and_come_back_as_fields(call: Client, desk: Desk) -> None:
    await ask(desk)
    sent = {"Topics": ["Bill", "Parcel"], "Order number": " 42 ", "Who sent it?": str(USERS["viewer"])}
    made = (await call("POST", URL, "owner", json=ticket_body(desk, fields=sent))).data["ticket"]
    assert made["title"] == "A title"
    assert made["fields"] == [
        {"label": "Order number", "kind": "short", "values": ["42"]},
        {"label": "Topics", "kind": "select", "values": ["Bill", "Parcel"]},
        {"label": "Who sent it?", "kind": "user", "values": [str(USERS["viewer"])]},
    ]
    shown = (await call.get(f"{URL}?ticketId={made['id']}", "responder"))["ticket"]
    assert (shown["fields"], shown["messages"][0]["content"]) == (made["fields"], "A message")


async def test_who_knows_nothing_of_forms_opens_tickets_as_before(call: Client, desk: Desk) -> None:
    """A required question is one for people; the documented body goes on working in every category."""
    await ask(desk)
    for body in (ticket_body(desk), ticket_body(desk, fields=None), ticket_body(desk, fields={})):
        reply = await call("POST", URL, "owner", json=body)
        assert (reply.status, reply.data["ticket"]["fields"]) == (201, [])


async def test_what_the_form_does_not_take_is_named(call: Client, desk: Desk) -> None:
    await ask(desk)
    for sent, faulty in (
        ({"Colour": "red"}, {"fields[Colour]"}),
        ({"Order number": "x" * 21, "Topics": "Rain"}, {"fields[Order number]", "fields[Topics]"}),
        ({"Topics": ["Parcel", "Bill", "Other"]}, {"fields[Topics]"}),
        ({"Who sent it?": "me"}, {"fields[Who sent it?]"}),
        ({"Photo": "fire.png"}, {"fields[Photo]"}),
        ({"Order number": 42}, {"fields"}),
        ([], {"fields"}),
        ("Order number", {"fields"}),
        ({f"Question {number}": "x" for number in range(26)}, {"fields"}),
        ({"prapi_secret": "x"}, {"fields"}),
    ):
        reply = await call("POST", URL, "owner", json=ticket_body(desk, fields=sent))
        assert (reply.status, reply.faulty) == (400, faulty), sent
        assert "prapi_" not in str(reply.error)
    assert (await call.get(f"{URL}?mine=true", "owner"))["total"] == 0
