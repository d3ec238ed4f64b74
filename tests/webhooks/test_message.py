"""What a message is: short enough for every receiver, however much there is to tell."""

import json
from dataclasses import replace

from bot.webhooks.message import BYTES_AT_MOST, body_of
from desk.actor import Via
from desk.deliveries import Job
from desk.models import Delivery, DeliveryState, Message, MessageKind, Webhook
from desk.onlooker import Line
from tests.people import NOON

SAID = Message(
    id=5,
    ticket_id=1,
    author_id=2,
    author_name="Owner",
    via=Via.REST,
    kind=MessageKind.REPLY,
    content="🔥" * 2000,
    attachments=(),
    created_at=NOON,
    edited_at=NOON,
    opening=False,
    discord_id=None,
    by_bot=False,
)
LINE = Line(9, "message.edited", NOON, Via.REST, 2, 1, 3, {"messageId": "5"}, message=SAID)
WEBHOOK = Webhook(1, 1, 1, "https://example.com/", (), "", NOON, NOON, b"", 0)
DELIVERY = Delivery(1, 1, "msg_1", 9, "message.edited", DeliveryState.PENDING, NOON, NOON, NOON)


def test_what_is_too_long_is_told_without_its_ticket_and_message() -> None:
    whole = json.loads(body_of(Job(WEBHOOK, DELIVERY, LINE)))
    assert whole["data"]["message"]["content"] == SAID.content
    assert whole["data"]["truncated"] is False
    often_edited = replace(SAID, earlier=tuple((SAID.content, NOON) for _ in range(3)))
    body = body_of(Job(WEBHOOK, DELIVERY, replace(LINE, message=often_edited)))
    assert len(body) < BYTES_AT_MOST
    short = json.loads(body)
    assert (short["type"], short["data"]["truncated"], short["data"]["message"]) == ("message.edited", True, None)
    assert short["data"]["data"] == {"messageId": "5"}
