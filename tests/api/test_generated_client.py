"""A stranger's tool makes a client from the API's own description, and a program that knows nothing else uses it."""

import asyncio
import subprocess
import sys
from pathlib import Path

from api.openapi import document
from tests.api.world import Desk

PROGRAM = """
import sys
from desk_client import AuthenticatedClient
from desk_client.api.messages import read_messages, write_message
from desk_client.api.tickets import count_open, find_tickets, open_ticket, update_ticket
from desk_client.models import MessageBody, TicketBody, TicketChangeBody, TicketChangeBodyStatusType1

url, owner_key, responder_key, category = sys.argv[1:]
owner = AuthenticatedClient(base_url=url, token=owner_key)
responder = AuthenticatedClient(base_url=url, token=responder_key)

opened = open_ticket.sync(client=owner, body=TicketBody(title="It broke", category_id=category, message="Twice today"))
ticket = opened.data.ticket
print("opened", ticket.status, ticket.title)
claimed = update_ticket.sync(client=responder, body=TicketChangeBody(ticket_id=ticket.id, claimed_by_me=True))
print("claimed", claimed.data.ticket.claimed_by is not None)
reply = MessageBody(ticket_id=ticket.id, content="Try again")
print("answered", write_message.sync(client=responder, body=reply).data.message.content)
print("open", count_open.sync(client=owner).data.count)
wish = TicketChangeBody(ticket_id=ticket.id, status=TicketChangeBodyStatusType1.CLOSED)
print("closed", update_ticket.sync(client=owner, body=wish).data.ticket.status)
print("read", [it.content for it in read_messages.sync(client=owner, ticket_id=ticket.id).data.messages])
print("found", find_tickets.sync_detailed(client=owner).status_code.value)
refused = update_ticket.sync(client=owner, body=TicketChangeBody(ticket_id=ticket.id, claimed_by_me=True))
print("refused", refused.error.code)
"""


async def test_a_generated_client_opens_claims_answers_and_closes_a_ticket(desk: Desk, tmp_path: Path) -> None:
    description, settings, package = tmp_path / "openapi.json", tmp_path / "client.yml", tmp_path / "desk_client"
    description.write_bytes(document())
    settings.write_text("post_hooks: []\n", encoding="utf-8")
    tool = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    told = await _run(
        *tool, "--path", str(description), "--config", str(settings), "--output-path", str(package), folder=tmp_path
    )
    assert "WARNING" not in told
    keys = desk.keys["owner"], desk.keys["responder"]
    done = await _run(sys.executable, "-c", PROGRAM, desk.url, *keys, desk.categories["open"], folder=tmp_path)
    assert done.splitlines() == [
        "opened open It broke",
        "claimed True",
        "answered Try again",
        "open 1",
        "closed closed",
        "read ['Twice today', 'Try again']",
        "found 200",
        "refused forbidden",
    ]


async def _run(*command: str, folder: Path) -> str:
    ended = await asyncio.to_thread(
        subprocess.run, command, cwd=folder, capture_output=True, text=True, timeout=50, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
