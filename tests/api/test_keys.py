"""API keys: where one may stand, what happens to several, and that none reaches a log."""

import asyncio
import json
import logging
import statistics
import time
from pathlib import Path

import aiohttp
import pytest

from api.limits import Limits
from desk import keys
from tests.api.client import Client
from tests.api.raw import exchange
from tests.api.world import Desk, running_desk
from tests.people import actor


@pytest.mark.parametrize(
    "target",
    [
        "/api/tickets?key={key}",
        "/api/tickets?apiKey=x",
        "/api/tickets?api_key=x",
        "/api/tickets?x-api-token=x",
        "/api/tickets?status=open&Authorization=x",
        "/api/tickets?access_token=x",
        "/api/{key}",
        "/api/tickets?x=%70rapi_wxyz",
        "/api/tickets?x=PRAPI%5Fwxyz",
        "/api/tickets?x=%2570rapi_wxyz",
        "/api/tickets?x=prapi%25255Fwxyz",
        "/api/prapi%252525255Fwxyz",
        "/api/tickets?x_api_key=wxyz",
        "http://evil.example/api/tickets?x={key}",
        "/api/tickets#{key}",
    ],
)
async def test_a_key_in_a_url_is_refused_and_reaches_no_log(
    desk: Desk, target: str, caplog: pytest.LogCaptureFixture
) -> None:
    """G4, B5, fault 30."""
    caplog.set_level(logging.DEBUG)
    target = target.format(key=desk.keys["owner"])
    head = f"GET {target} HTTP/1.1\r\nHost: x\r\nReferer: http://x/?{desk.keys['owner']}\r\nConnection: close\r\n\r\n"
    status, _, body = await exchange(desk.port, head.encode())
    assert status == 400
    assert b"prapi" not in body.lower()
    assert "prapi" not in caplog.text.lower()
    assert "wxyz" not in caplog.text


async def test_a_key_in_a_header_reaches_no_log(call: Client, caplog: pytest.LogCaptureFixture) -> None:
    """G4, fault 37."""
    caplog.set_level(logging.DEBUG)
    await call("GET", "/api/tickets?status=open", "owner")
    assert "GET /api/tickets 200" in caplog.text
    assert "prapi_" not in caplog.text
    assert "status" not in caplog.text


async def test_what_a_path_holds_stays_on_one_line_of_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Faults 43, 44, 46."""
    caplog.set_level(logging.INFO)
    for target in ("/%0d%0aX-Evil:1", "/%1b[31m", "/%E2%80%A8", "/..%2f..%2fetc/passwd%00", "/" + "x" * 5000):
        status, headers, _ = await exchange(desk.port, f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert status == 404
        assert "x-evil" not in headers
    lines = [record.getMessage() for record in caplog.records if record.name == "api.access"]
    assert len(lines) == 5
    assert all(line.isascii() and line.isprintable() and len(line) < 300 for line in lines)
    query = b"GET /api/tickets?categoryId=%0d%0aSet-Cookie:x HTTP/1.1\r\nHost: x\r\nx-api-key: "
    assert (await exchange(desk.port, query + desk.keys["owner"].encode() + b"\r\n\r\n"))[0] == 400


async def test_several_headers_with_one_key_are_fine(call: Client, desk: Desk) -> None:
    """B1."""
    key = desk.keys["owner"]
    headers = {"Authorization": f"bearer {key}", "x-api-key": key, "x-api-token": key}
    assert (await call("GET", "/api/tickets", headers=headers)).status == 200
    proxy = {"Authorization": "Basic eDp5", "x-api-key": key}
    assert (await call("GET", "/api/tickets", headers=proxy)).status == 200
    alone = await call("GET", "/api/tickets", headers={"Authorization": "Basic eDp5"})
    assert (alone.status, alone.headers["WWW-Authenticate"]) == (401, 'Bearer realm="tickets", error="invalid_token"')


async def test_headers_with_different_keys_are_refused(call: Client, desk: Desk) -> None:
    """B1, fault 32."""
    one, other = desk.keys["owner"], desk.keys["manager"]
    for headers in (
        {"Authorization": f"Bearer {one}", "x-api-key": other},
        {"x-api-key": one, "x-api-token": other},
        {"Authorization": f"Bearer {one}", "x-api-token": "x"},
    ):
        assert (await call("GET", "/api/tickets", headers=headers)).status == 400


@pytest.mark.parametrize("name", ["Authorization", "x-api-key", "x-api-token"])
async def test_a_header_with_a_key_comes_once(desk: Desk, name: str) -> None:
    """G14, fault 32."""
    value = desk.keys["owner"] if name != "Authorization" else f"Bearer {desk.keys['owner']}"
    line = f"{name}: {value}\r\n"
    status, _, body = await exchange(desk.port, f"GET /api/tickets HTTP/1.1\r\nHost: x\r\n{line}{line}\r\n".encode())
    assert (status, json.loads(body)["error"]["code"]) == (400, "invalid_request")


async def test_a_key_of_strange_bytes_is_no_key(desk: Desk) -> None:
    """Fault 33."""
    for value in (b"Bearer prapi_\xff\xfe", b"Bearer \xc3\xa4", b"Bearer", b"Bearer  ", b"Bearer a b"):
        head = b"GET /api/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: " + value + b"\r\n\r\n"
        assert (await exchange(desk.port, head))[0] == 401, value


async def test_a_key_of_a_million_signs_is_refused_before_it_is_looked_at(desk: Desk) -> None:
    """Fault 31."""
    head = b"GET /api/tickets HTTP/1.1\r\nHost: x\r\nx-api-key: prapi_"
    status, _, body = await exchange(desk.port, head, b"A" * 10**6, b"\r\n\r\n")
    assert (status, json.loads(body)["error"]["code"]) == (400, "malformed")


async def test_how_long_a_refusal_takes_does_not_tell_why(call: Client, desk: Desk) -> None:
    """Fault 31: medians of interleaved requests, since a busy machine delays them all."""
    revoked, owner = desk.keys["viewer"], actor("viewer")
    await desk.store.write(keys.revoke, owner, (await desk.store.read(keys.list_keys, owner))[0].id)
    bad = {"unknown": keys.mint(b"x" * 32), "malformed": "x", "misspelt": revoked[:-1] + "~", "revoked": revoked}
    took: dict[str, list[float]] = {why: [] for why in bad}
    for _ in range(100):
        for why, key in bad.items():
            began = time.perf_counter()
            assert (await call("GET", "/api/tickets", headers={"x-api-key": key})).status == 401
            took[why].append(time.perf_counter() - began)
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) - min(medians) < 0.001 + min(medians) / 2


async def test_many_bad_keys_lock_out_no_good_one(call: Client) -> None:
    """G11, fault 64."""
    bad = {"x-api-key": keys.mint(b"x" * 32)}
    assert {(await call("GET", "/api/tickets", headers=bad)).status for _ in range(300)} == {401}
    assert (await call("GET", "/api/tickets", "owner")).status == 200


async def test_a_revoked_key_is_dead_at_the_next_request(call: Client, desk: Desk) -> None:
    """G9, fault 13."""
    assert (await call("GET", "/api/tickets", "owner")).status == 200
    owner = actor("owner")
    key = (await desk.store.read(keys.list_keys, owner))[0]
    await desk.store.write(keys.revoke, owner, key.id)
    assert (await call("GET", "/api/tickets", "owner")).status == 401


async def test_an_expired_key_is_dead_when_its_time_comes(call: Client, desk: Desk) -> None:
    """G9, fault 31."""
    key = await desk.key("owner", expires_at="2026-01-01T12:30:00.000Z")
    assert (await call("GET", "/api/tickets", headers={"x-api-key": key})).status == 200
    desk.time.now = desk.time.now.replace(hour=13)
    assert (await call("GET", "/api/tickets", headers={"x-api-key": key})).status == 401


async def test_the_last_use_of_a_key_is_written_now_and_then(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    async with running_desk(tmp_path, Limits(key_use_seconds=0.01)) as desk:
        written = asyncio.Event()
        desk.store.subscribe(written.set)
        await Client(desk, session)("GET", "/api/tickets", "owner")
        async with asyncio.timeout(5):
            await written.wait()
        found = await desk.store.read(keys.list_keys, actor("owner"))
        assert [key.name for key in found if key.last_used_at] == ["owner"]


async def test_the_last_use_of_a_key_is_written_at_the_end(desk: Desk, call: Client) -> None:
    assert (await call("GET", "/api/tickets", "owner")).status == 200
    assert not [key for key in await desk.store.read(keys.list_keys, actor("owner")) if key.last_used_at]
    await desk.stop()
    assert [key for key in await desk.store.read(keys.list_keys, actor("owner")) if key.last_used_at]


async def test_no_key_makes_lists_or_widens_keys(call: Client) -> None:
    """Fault 34."""
    for method, status in (("GET", 403), ("POST", 403), ("DELETE", 403), ("PUT", 405)):
        assert (await call(method, "/api/keys", "admin")).status == status, method
