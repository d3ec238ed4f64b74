"""Files of messages: sent as a form, kept by the desk, handed out to who may read the message, and gone with it."""

import asyncio
import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import requests

from api.limits import Limits
from desk import attachments
from desk.filing import room_of
from storage.backup import back_up
from storage.desk_store import open_desk
from tests.api.client import Client, Json, Reply
from tests.api.raw import exchange
from tests.api.test_forms import ask
from tests.api.world import Desk, running_desk

MESSAGES = "/api/tickets/messages"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
BIG = bytes(range(251)) * 4_000
"""Some pieces of a file, and a bit."""

File = tuple[str, bytes]


async def send(
    call: Client, who: str, fields: Json, files: Sequence[File], *, path: str = MESSAGES, **headers: str
) -> Reply:
    """Send a form with those fields and files."""
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    for name, content in files:
        form.add_field("files", BytesIO(content), filename=name, content_type="text/html")
    sent = {"Authorization": f"Bearer {call.desk.keys[who]}", **headers}
    async with call.session.post(call.desk.url + path, data=form, headers=sent) as response:
        return Reply(response.status, response.headers, await response.read())


async def attach(call: Client, who: str, ticket: str, *files: File, **fields: str) -> Json:
    """Send files to a ticket, with what else the form has; the message."""
    reply = await send(call, who, {"ticketId": ticket, **fields}, files)
    assert reply.status == 201, reply.body
    message: Json = reply.data["message"]
    return message


async def rows(desk: Desk, table: str = "attachment") -> int:
    """How many rows of files, or of their pieces, the store has."""
    found: int = await desk.store.read(lambda tx: _count(tx, table))
    return found


def _count(tx: Any, table: str) -> int:
    [(count,)] = tx._db.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 -- a name of this module
    return int(count)


async def test_files_come_with_a_reply_and_are_handed_out_as_they_were(call: Client, ticket: str) -> None:
    """Faults 38, 40: each file comes back byte for byte, to be saved; the browser takes none for a page or a script."""
    sent: list[File] = [
        ("Rechnung \xfc.png", PNG),
        ("page.html", b"<script>alert(1)</script>"),
        ("library.js", b"alert(1)"),
        ("big.bin", BIG),
    ]
    message = await attach(call, "owner", ticket, *sent, content="See here")
    assert (message["content"], message["kind"], message["via"]) == ("See here", "reply", "rest")
    assert [(it["name"], it["size"]) for it in message["attachments"]] == [(name, len(it)) for name, it in sent]
    assert (await call.get(f"{MESSAGES}?ticketId={ticket}", "viewer"))["messages"][-1] == message
    kinds = ["image/png", *["application/octet-stream"] * 3]
    for file, (_, content), kind in zip(message["attachments"], sent, kinds, strict=True):
        assert file["url"] == f"/api/tickets/attachments?attachmentId={file['id']}"
        replies = [await call("GET", file["url"], who) for who in ("owner", "viewer", "responder", "manager")]
        assert {(it.status, it.body, it.headers["Content-Type"]) for it in replies} == {(200, content, kind)}
        reply = replies[0]
        assert reply.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert (reply.headers["Cache-Control"], reply.headers["Content-Length"]) == (
            "private, no-cache",
            str(len(content)),
        )
    named = (await call("GET", message["attachments"][0]["url"], "owner")).headers["Content-Disposition"]
    assert named == "attachment; filename=\"Rechnung _.png\"; filename*=UTF-8''Rechnung%20%C3%BC.png"
    head = await call("HEAD", message["attachments"][3]["url"], "owner")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(BIG)))


async def test_files_may_come_without_words_and_words_without_files(call: Client, ticket: str) -> None:
    alone = await attach(call, "responder", ticket, ("a.txt", b"a"), kind="note")
    assert (alone["content"], alone["kind"]) == ("", "note")
    assert (await attach(call, "owner", ticket, content="Words"))["attachments"] == []
    assert (await send(call, "owner", {"ticketId": ticket, "content": " "}, [])).faulty == {"content"}
    assert (await call.write("owner", ticket, "")).faulty == {"content"}


async def test_a_file_is_hidden_where_its_message_is_and_gone_when_that_is(call: Client, desk: Desk) -> None:
    """Fault 47: guessed, shared or after its end, it is answered as a file that never was; with it go its bytes."""
    own, hidden = await desk.ticket(), await desk.ticket(category="other")
    note = (await attach(call, "responder", own, ("n.bin", BIG), kind="note"))["attachments"][0]["url"]
    reply = await attach(call, "owner", own, ("r.bin", BIG))
    foreign = (await attach(call, "owner", hidden, ("f.bin", BIG)))["attachments"][0]["url"]
    unknown = f"{note.partition('=')[0]}=999"
    for who, url in (("owner", note), ("viewer", note), ("responder", foreign), ("outsider", note), ("definer", note)):
        replies = [await call("GET", it, who) for it in (url, unknown)]
        assert [it.status for it in replies] == [404, 404]
        assert replies[0].but_for_its_id()[:2] == replies[1].but_for_its_id()[:2]
    assert (await call("GET", note, "writeonly")).status == 403
    assert (await call("GET", note)).status == 401
    assert (await call("GET", note.replace(note.rpartition("=")[2], ""), "owner")).faulty == {"attachmentId"}
    assert (await call("DELETE", f"{MESSAGES}?messageId={reply['id']}", "responder")).status == 200
    assert (await call("GET", reply["attachments"][0]["url"], "owner")).status == 404
    for each in (own, hidden):
        assert (await call("DELETE", f"/api/tickets?ticketId={each}", "manager")).status == 200
    assert (await rows(desk), await rows(desk, "attachment_part")) == (0, 0)


async def test_a_form_that_is_refused_leaves_nothing(call: Client, desk: Desk, ticket: str) -> None:
    """Whatever it is refused for, before or behind its files."""
    hidden, file = await desk.ticket(category="other"), ("a.bin", BIG)
    refused = [
        (await send(call, "viewer", {"ticketId": ticket}, [file]), 403, "forbidden"),
        (await send(call, "responder", {"ticketId": hidden}, [file]), 404, "not_found"),
        (await send(call, "readonly", {"ticketId": ticket}, [file]), 403, "insufficient_scope"),
        (await send(call, "owner", {}, [file]), 400, "invalid"),
        (await send(call, "owner", {"ticketId": ticket, "ownerId": "7"}, [file]), 400, "invalid"),
        (await send(call, "owner", {"ticketId": ticket, "content": "x" * 2001}, [file]), 400, "invalid"),
        (await send(call, "owner", {"ticketId": ticket, "files": "text"}, [file]), 400, "invalid"),
        (await send(call, "owner", {"ticketId": ticket}, [("a", b"a")] * 11), 400, "invalid"),
        (await send(call, "owner", {"ticketId": ticket}, [file, ("empty", b"")]), 400, "invalid"),
        (await send(call, "owner", {"ticketId": ticket}, [("a", bytes(10 * 2**20 + 1))]), 400, "invalid"),
        (await send(call, "owner", {"ticketId": ticket}, [("a", bytes(9 * 2**20))] * 3), 413, "too_large"),
        (await send(call, "owner", {"ticketId": ticket}, [file], **{"X-Dry-Run": "2"}), 400, "malformed"),
    ]
    assert [[it.status, it.error["code"]] for it, _, _ in refused] == [wanted for _, *wanted in refused]
    assert refused[7][0].error["fields"] == {"files": "must be at most 10 files"}
    assert refused[8][0].error["fields"] == {"files[1]": "is empty"}
    assert refused[9][0].error["fields"] == {"files[0]": "must have at most 10485760 bytes"}
    assert len((await call.get(f"{MESSAGES}?ticketId={ticket}", "owner"))["messages"]) == 1
    rehearsed = await send(call, "owner", {"ticketId": ticket}, [file], **{"X-Dry-Run": "1"})
    assert (rehearsed.status, rehearsed.data["message"]["attachments"][0]["size"]) == (201, len(BIG))
    assert (await rows(desk), await rows(desk, "attachment_part")) == (0, 0)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\CON", "_CON"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("x" * 296 + ".png", "x" * 96 + ".png"),
        ("..", "file"),
        ("\u200b\u2066", "file"),
        ("a\x00b\x1b[31m.txt", "ab[31m.txt"),
        ("\ud800.txt", "txt"),
        ("a\r\nSet-Cookie: b", "a Set-Cookie b"),
        (' "<b>"  .txt', "b .txt"),
        ("\N{FAMILY}" * 3 + ".gif", "\N{FAMILY}" * 3 + ".gif"),
    ],
)
def test_a_name_is_never_a_path_and_hides_nothing(sent: str, kept: str) -> None:
    """Fault 46."""
    assert attachments.file_name(sent) == kept


BOUNDARY = b"--b\r\n"
TICKET = BOUNDARY + b'Content-Disposition: form-data; name="ticketId"\r\n\r\n%s\r\n'
FILE = BOUNDARY + b'Content-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n' + bytes(300_000)


@pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionHeader")
@pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionParam")
async def test_a_form_that_is_none_is_refused_in_the_usual_shape(desk: Desk, ticket: str) -> None:
    """Cut short, of another boundary, nested, encoded, not text, or no form at all; and nothing is left of it."""
    whole, end = TICKET % ticket.encode() + FILE, b"\r\n--b--\r\n"
    form = "multipart/form-data; boundary=b"
    part = BOUNDARY + b'Content-Disposition: form-data; name="files"; filename="a"\r\n%s\r\n\r\nYWJj' + end
    named = BOUNDARY + b'Content-Disposition: form-data; name="files"; %s\r\n\r\nabc' + end
    text = BOUNDARY + b'Content-Disposition: form-data; name="content"\r\n\r\n%s' + end
    tries: Sequence[tuple[str, bytes, int]] = (
        (form, whole, 400),
        (form, whole[:-1000], 400),
        (form, whole + b"\r\n--b", 400),
        ("multipart/form-data; boundary=other", whole + end, 400),
        ("multipart/form-data", whole + end, 400),
        (f"multipart/form-data; boundary={'b' * 71}", whole + end, 400),
        (form, b"", 400),
        (form, b"{}", 400),
        (form, part % b"Content-Transfer-Encoding: base64", 400),
        (form, part % b"Content-Type: multipart/mixed; boundary=c", 400),
        (form, part % (b"X: " + b"x" * 9000), 400),
        (form, BOUNDARY + b"\r\nnameless" + end, 400),
        (form, named % b'filename="a"; filename="b"', 400),
        (form, named % b"filename*=bogus''%41", 400),
        (form, named % b"filename*=undefined''%41", 400),
        (form, named % b"filename*=utf-8''%ff", 400),
        (form, named % b"filename*0*=undefined''%41", 400),
        (form, text % b"\xff", 400),
        (form, text % b"\x00", 400),
        (form, text % b"a" + text % b"b", 400),
        (form, text % (b"a" * 70_000), 413),
        (form, TICKET % ticket.encode() * 2 + b"--b--\r\n", 400),
        ("multipart/mixed; boundary=b", end, 415),
        ("application/x-www-form-urlencoded", b"ticketId=1", 415),
    )
    for kind, body, status in tries:
        answered, _, said = await exchange(desk.port, head(desk, kind, len(body)) + body)
        assert (answered, json.loads(said)["success"]) == (status, False), (kind, body[:80], said)
    compressed = head(desk, form, 0, b"Content-Encoding: gzip\r\n")
    assert (await exchange(desk.port, compressed))[0] == 415
    assert await rows(desk) == 0


async def test_too_much_is_refused_before_it_is_read_and_who_goes_away_leaves_nothing(tmp_path: Path) -> None:
    """413 by what is announced alone, and by what comes unannounced; 408 for who stops; 507 when there is no room."""
    limits = Limits(form_bytes=600_000, body_seconds=0.2)
    async with running_desk(tmp_path, limits, files_room=room_of(500_000)) as desk:
        ticket = await desk.ticket()
        form = "multipart/form-data; boundary=b"
        body = TICKET % ticket.encode() + FILE
        assert (await exchange(desk.port, head(desk, form, 600_001)))[0] == 413
        chunked = head(desk, form, None, b"Transfer-Encoding: chunked\r\n")
        piece = b"%x\r\n%s\r\n" % (len(FILE), FILE)
        start = TICKET % ticket.encode()
        endless = (chunked, b"%x\r\n%s\r\n" % (len(start), start), piece, piece[:200_000], piece[200_000:], piece)
        assert (await exchange(desk.port, *endless))[0] == 413
        assert (await exchange(desk.port, head(desk, form, len(body) + 10) + body))[0] == 408
        _, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        writer.write(head(desk, form, len(body) + 10) + body)
        await writer.drain()
        writer.close()
        whole = body + b"\r\n--b--\r\n"
        answers = [await exchange(desk.port, head(desk, form, len(whole)) + whole) for _ in range(2)]
        assert [status for status, _, _ in answers] == [201, 507]
        assert json.loads(answers[1][2])["error"]["code"] == "files_full"
        assert await rows(desk) == 1


def head(desk: Desk, kind: str, length: int | None, more: bytes = b"") -> bytes:
    """The head of a request with a form of that type and length."""
    announced = b"" if length is None else b"Content-Length: %d\r\n" % length
    named = (
        f"POST {MESSAGES} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.keys['owner']}\r\nContent-Type: {kind}\r\n"
    )
    return named.encode() + announced + more + b"\r\n"


async def test_the_same_form_twice_is_one_message_and_another_under_its_key_is_refused(
    call: Client, desk: Desk, ticket: str
) -> None:
    """Idempotency-Key covers names and bytes of files."""
    form, key = {"ticketId": ticket, "content": "Once"}, {"Idempotency-Key": "form"}
    first, second = [await send(call, "owner", form, [("a.bin", BIG)], **key) for _ in range(2)]
    assert (first.body, second.headers["Idempotency-Replayed"]) == (second.body, "true")
    for other in ([("a.bin", BIG[:-1])], [("b.bin", BIG)], []):
        assert (await send(call, "owner", form, other, **key)).error["code"] == "idempotency_key_reused"
    assert await rows(desk) == 1


async def test_the_clients_that_people_use_are_understood(
    call: Client, desk: Desk, ticket: str, tmp_path: Path
) -> None:
    """The curl of the manual, as it stands there, and what requests sends, with a name that is no ASCII."""
    sent = tmp_path / "r\xfcck.txt"
    sent.write_bytes(BIG)
    key, url = f"Authorization: Bearer {desk.keys['owner']}", desk.url + MESSAGES
    given = ("-F", f"ticketId={ticket}", "-F", "content=See here", "-F", f"files=@{sent}", "-F", f"files=@{sent}", url)
    curl = await asyncio.create_subprocess_exec("curl", "-sS", "-H", key, *given, stdout=asyncio.subprocess.PIPE)
    said, _ = await curl.communicate()
    assert [it["name"] for it in json.loads(said)["data"]["message"]["attachments"]] == ["r\xfcck.txt"] * 2
    many = [("files", ("r\xfcck.txt", BIG)), ("files[1]", ("b", b"b"))]
    prepared = requests.Request("POST", url, data={"ticketId": ticket}, files=many).prepare()
    headers = {"Content-Type": prepared.headers["Content-Type"]}
    body = prepared.body
    assert isinstance(body, bytes)
    reply = await call("POST", MESSAGES, "owner", data=body, headers=headers)
    assert [it["name"] for it in reply.data["message"]["attachments"]] == ["r\xfcck.txt", "b"]


async def test_a_ticket_is_opened_with_files_by_the_same_form(call: Client, desk: Desk) -> None:
    """Its fields are those of the JSON body, the answers to the category's form as JSON; refused, it leaves nothing."""
    await ask(desk)
    answers = json.dumps({"Order number": "42", "Topics": ["Bill", "Parcel"]})
    form = {"title": "It burns", "categoryId": desk.categories["open"], "message": "Please help", "fields": answers}
    path, file, key = "/api/tickets", ("fire.png", PNG), {"Idempotency-Key": "open"}
    for change, faulty in (
        ({"fields": '{"Order number": '}, {"fields": "must be an object, written as JSON"}),
        ({"fields": '["42"]'}, {"fields": "must be an object, written as JSON"}),
        ({"fields": '{"Topics": "Rain"}'}, {"fields[Topics]": "must be of the choices that the question has"}),
        ({"title": "x"}, {"title": "must have at least 3 characters"}),
        ({"categoryId": "999"}, None),
    ):
        refused = await send(call, "outsider", form | change, [file], path=path)
        assert refused.error.get("fields") == faulty, refused.body
    rehearsed = await send(call, "outsider", form, [file], path=path, **{"X-Dry-Run": "1"})
    assert (rehearsed.status, await rows(desk)) == (201, 0)
    made, again = [await send(call, "outsider", form, [file, ("log.txt", BIG)], path=path, **key) for _ in range(2)]
    assert (made.status, made.body, await rows(desk)) == (201, again.body, 2)
    assert (await send(call, "outsider", form, [file], path=path, **key)).error["code"] == "idempotency_key_reused"
    assert [each["values"] for each in made.data["ticket"]["fields"]] == [["42"], ["Bill", "Parcel"]]
    shown = await call.get(f"{path}?ticketId={made.data['ticket']['id']}", "responder")
    [opening] = shown["ticket"]["messages"]
    assert (opening["content"], [it["name"] for it in opening["attachments"]]) == (
        "Please help",
        ["fire.png", "log.txt"],
    )
    read = [await call("GET", opening["attachments"][1]["url"], who) for who in ("outsider", "viewer", "owner")]
    assert [(it.status, it.body == BIG) for it in read] == [(200, True), (200, True), (404, False)]
    plain = await send(call, "outsider", {**form, "fields": ""}, [], path=path)
    assert (plain.status, plain.data["ticket"]["fields"]) == (201, [])


async def test_who_loses_the_right_while_a_file_comes_has_sent_nothing(desk: Desk, ticket: str) -> None:
    """Fault 14."""
    whole = TICKET % ticket.encode() + FILE + BIG + b"\r\n--b--\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    writer.write(head(desk, "multipart/form-data; boundary=b", len(whole)) + whole[:-20])
    while not await rows(desk):
        await writer.drain()
    desk.people.leave("owner")
    writer.write(whole[-20:])
    assert (await reader.readline()).split()[1] == b"401"
    writer.close()
    await writer.wait_closed()
    assert await rows(desk) == 0


async def test_a_file_that_goes_while_it_is_read_is_cut_short_and_no_failure_of_the_desk(
    call: Client, desk: Desk, ticket: str, caplog: pytest.LogCaptureFixture
) -> None:
    message = await attach(call, "owner", ticket, ("big.bin", bytes(9 * 2**20)))
    url, key = desk.url + message["attachments"][0]["url"], {"Authorization": f"Bearer {desk.keys['owner']}"}
    async with call.session.get(url, headers=key) as response:
        await response.content.readexactly(1000)
        assert (await call("DELETE", f"{MESSAGES}?messageId={message['id']}", "owner")).status == 200
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()
    said = [it for it in caplog.records if it.name.startswith(("aiohttp", "api")) and it.name != "api.access"]
    assert [(it.levelname, "cut short: NotFound" in it.getMessage()) for it in said] == [("WARNING", True)]


async def test_a_copy_of_the_store_has_the_files_and_signs_for_webhooks_as_before(
    call: Client, desk: Desk, ticket: str, tmp_path: Path
) -> None:
    message = await attach(call, "owner", ticket, ("big.bin", BIG))
    await asyncio.to_thread(back_up, tmp_path / "desk.db", tmp_path / "copy.db")
    async with open_desk(tmp_path / "copy.db") as copy:
        assert await copy.read(attachments.whole, int(message["attachments"][0]["id"])) == BIG
        assert copy.identities.secret == desk.store.identities.secret


async def test_what_a_crash_left_is_swept_by_a_later_file(call: Client, desk: Desk, ticket: str) -> None:
    left = await desk.store.write(attachments.begin, 1, "2026-01-01T10:00:00.000Z")
    await desk.store.write(attachments.add, left, BIG, first=True)
    await attach(call, "owner", ticket, ("a", b"a"))
    assert await rows(desk) == 1
