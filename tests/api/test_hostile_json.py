"""Bodies that no well-meaning program sends: each is refused, quickly, and none is an error of ours."""

import gzip
import time
from typing import Any

import pytest

from api.body import parse
from api.errors import Malformed
from api.incoming import validated
from api.operation import Operation
from api.operations import OPERATIONS
from api.requests import TicketBody
from desk.errors import Invalid
from tests.api.client import Client
from tests.api.world import Desk
from tests.people import ROLES

JSON = {"Content-Type": "application/json"}

HOSTILE = {
    "nothing": b"",
    "blanks": b" \n ",
    "a list": b"[]",
    "null": b"null",
    "a text": b'"x"',
    "cut off": b'{"title":',
    "something after": b"{}{}",
    "a comment": b"{} // x",
    "not a number": b'{"title":NaN}',
    "infinity": b'{"title":-Infinity}',
    "too great": b'{"title":1e999}',
    "many digits": b'{"title":' + b"1" * 5000 + b"}",
    "more than 64 bits": b'{"title":1' + b"0" * 30 + b"}",
    "one name twice": b'{"title":"abc","title":"abd"}',
    "one name twice inside": b'{"title":{"a":1,"a":1}}',
    "half a pair": rb'{"title":"abc\ud800"}',
    "half a pair in a name": rb'{"\ud800":"abc"}',
    "half a pair inside": rb'{"title":["abc",{"a":"\udfff"}]}',
    "zero": rb'{"title":"abc\u0000"}',
    "a raw zero": b'{"title":"abc\0"}',
    "surrogates as bytes": b'{"title":"abc\xed\xa4\x80"}',
    "overlong": b'{"title":"abc\xc0\xaf"}',
    "latin-1": b'{"title":"abc\xe4"}',
    "byte order mark": b'\xef\xbb\xbf{"title":"abc"}',
    "UTF-16": '{"title":"abc"}'.encode("utf-16"),
    "deep lists": b'{"title":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "deep and cut off": b"[" * 60_000,
}


@pytest.mark.parametrize("what", HOSTILE)
async def test_what_is_not_one_plain_object_is_refused(call: Client, what: str) -> None:
    """G15, E6, faults 52, 53, 54, 55, 56."""
    for method, path in (("POST", "/api/tickets"), ("PUT", "/api/tickets/categories")):
        reply = await call(method, path, "definer", data=HOSTILE[what], headers=JSON)
        assert (reply.status, reply.error["code"]) == (400, "malformed")


async def test_a_body_that_is_encoded_is_not_unpacked(call: Client) -> None:
    """G15, fault 58."""
    for body in (gzip.compress(b"{}"), b"broken"):
        for encoding in ("gzip", "br", "gzip, gzip"):
            headers = {**JSON, "Content-Encoding": encoding}
            assert (await call("POST", "/api/tickets", "owner", data=body, headers=headers)).status == 415


async def test_a_body_that_is_too_large_is_refused(call: Client) -> None:
    """G15, faults 57, 58."""
    body = b'{"title":"' + b"x" * (64 * 1024)
    reply = await call("POST", "/api/tickets", "owner", data=body, headers=JSON)
    assert (reply.status, reply.error["code"]) == (413, "too_large")


async def test_as_many_bytes_as_allowed_are_read(call: Client) -> None:
    """G15."""
    body = b'{"title":"' + b"x" * (64 * 1024 - 12) + b'"}'
    reply = await call("POST", "/api/tickets", "owner", data=body, headers=JSON)
    assert reply.faulty == {"title", "categoryId", "message"}


def test_a_byte_order_mark_is_told_by_its_name() -> None:
    """Fault 54."""
    with pytest.raises(Malformed) as refused:
        parse(b"\xef\xbb\xbf{}")
    assert refused.value.reason == "utf8"


def test_deep_nesting_is_refused_before_it_costs_anything() -> None:
    """Fault 56."""
    began = time.thread_time()
    with pytest.raises(Malformed):
        parse(b"[" * 100_000)
    assert time.thread_time() - began < 0.1


def test_nothing_but_unknown_names_costs_little_and_is_told_briefly() -> None:
    """Fault 57."""
    body = b"{" + b",".join(b'"%x":1' % place for place in range(7000)) + b"}"
    assert len(body) < 64 * 1024
    began = time.thread_time()
    with pytest.raises(Invalid) as refused:
        validated(TicketBody, parse(body))
    assert time.thread_time() - began < 0.2
    assert len(refused.value.fields) == 20


async def test_what_was_sent_is_not_sent_back(call: Client, desk: Desk) -> None:
    """G9, G14: a secret in the wrong place stays a secret."""
    key = desk.keys["owner"]
    for body in ({key: "x"}, {"title": key * 5}, {"categoryId": [key]}, {"x" * 100: 1}):
        reply = await call("POST", "/api/tickets", "owner", json=body)
        assert reply.status == 400
        assert b"prapi_" not in reply.body
        assert b"xxx" not in reply.body


async def test_whatever_can_be_written_comes_back_as_it_was(call: Client, desk: Desk) -> None:
    """E6, faults 42, 45: and pings nobody here."""
    for text in ("@everyone <@&1> `x`", "\u202eabc\u200b", "\U0001f600" * 120, "<script>&amp;", "\U0010ffff a b"):
        body = {"title": text, "categoryId": desk.categories["open"], "message": f"{text}\n\ttext"}
        made = (await call("POST", "/api/tickets", "owner", json=body)).data["ticket"]
        assert made["title"] == text
        shown = (await call.get(f"/api/tickets?ticketId={made['id']}", "owner"))["ticket"]
        assert shown["messages"][0]["content"] == body["message"]


async def test_of_hundreds_of_unknown_roles_twenty_are_named(call: Client) -> None:
    """Fault 57: an answer is not many times its question."""
    roles = [str(10**18 + number) for number in range(250)]
    for method, more in (("POST", {}), ("PUT", {"categoryId": call.desk.categories["open"]})):
        sent = {**more, "name": "new", "responderRoleIds": roles, "viewerRoleIds": []}
        reply = await call(method, "/api/tickets/categories", "definer", json=sent)
        assert reply.faulty == {f"responderRoleIds[{place}]" for place in range(20)}
        assert len(reply.body) < 8192


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.body and each.scope], ids=lambda each: each.name
)
async def test_every_field_of_every_body_refuses_what_is_no_value_of_it_by_name(
    call: Client, operation: Operation[Any, Any]
) -> None:
    """G15, U11, H05: a wrong shape is the caller's fault and never ours."""
    shapes: tuple[object, ...] = ([{}], [[]], [None], {"a": []}, 1.5, -1)
    assert operation.body is not None
    for info in operation.body.model_fields.values():
        name = str(info.alias)
        for shape in shapes:
            # The answers to a form are an object of lists, and whose labels are asked for is the category's matter;
            # each of many changes is refused by itself.
            if (name, shape) in (("fields", {"a": []}), ("changes", [{}])):
                continue
            reply = await call(operation.method, operation.path, "admin", json={name: shape})
            assert name in {field.split("[")[0] for field in reply.faulty}, (name, shape)


async def test_a_list_of_thousands_of_roles_is_not_even_looked_through(call: Client) -> None:
    """Fault 57: twenty thousand wrong entries would hold up everybody else for a quarter of a second."""
    for entries in ([1] * 20_000, [str(ROLES["viewer"])] * 251):
        reply = await call("POST", "/api/tickets/categories", "definer", json={"name": "new", "viewerRoleIds": entries})
        assert reply.faulty == {"viewerRoleIds"}
        assert "250" in reply.error["message"]
