"""API keys, listed, made and revoked by who is signed in at a browser."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk import keys
from desk.actor import Scope
from desk.clock import rfc3339
from desk.keys import KEYS_AT_MOST, KeyDraft
from tests.api.client import Client
from tests.api.site import Browser, Site, open_site
from tests.api.world import OTHER_GUILD
from tests.people import USERS, actor

PATH = "/api/keys"
BOTH = ["tickets:read", "tickets:write"]


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with open_site(tmp_path) as running:
        yield running


def stored_in(folder: Path) -> bytes:
    """All that lies in the files of the store."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def signed_in(site: Site, who: str) -> Browser:
    browser = site.browser()
    await browser.sign_in(who)
    return browser


async def test_a_key_is_made_shown_once_used_listed_and_revoked(site: Site) -> None:
    owner = await signed_in(site, "owner")
    call = Client(site.desk, site.session)
    made = await owner("POST", PATH, json={"name": " A robot ", "scopes": ["tickets:read"], "expiresAt": None})
    key, secret = made.data["key"], made.data["secret"]
    assert (made.status, key["name"], key["scopes"]) == (201, "A robot", ["tickets:read"])
    assert (key["memberId"], key["prefix"]) == (str(USERS["owner"]), secret[:12])

    by_key = {"x-api-key": secret}
    assert (await call("GET", "/api/tickets", headers=by_key)).status == 200
    opened = await call("POST", "/api/tickets", headers=by_key, json={})
    assert (opened.status, opened.error["code"]) == (403, "insufficient_scope")

    listed = await owner("GET", PATH)
    assert key in listed.data["keys"]
    assert secret.encode() not in listed.body
    revoked = (await owner("DELETE", f"{PATH}?keyId={key['id']}")).data["key"]
    assert revoked["revokedAt"]
    assert (await call("GET", "/api/tickets", headers=by_key)).status == 401
    assert key["id"] not in {it["id"] for it in (await owner("GET", PATH)).data["keys"]}
    assert (await owner("DELETE", f"{PATH}?keyId={key['id']}")).status == 404


async def test_a_key_ends_when_it_was_said_to(site: Site) -> None:
    owner = await signed_in(site, "owner")
    at = "2026-01-01T14:00:00+01:00"
    made = (await owner("POST", PATH, json={"name": "short", "scopes": BOTH, "expiresAt": at})).data
    assert made["key"]["expiresAt"].startswith("2026-01-01T13:00:00")
    call = Client(site.desk, site.session)
    assert (await call("GET", "/api/tickets", headers={"x-api-key": made["secret"]})).status == 200
    site.desk.time.now = site.desk.time.now.replace(hour=13)
    assert (await call("GET", "/api/tickets", headers={"x-api-key": made["secret"]})).status == 401


async def test_what_is_wrong_with_a_key_is_named_all_at_once(site: Site) -> None:
    owner = await signed_in(site, "owner")
    for body, names in (
        ({}, {"name", "scopes"}),
        ({"name": " ", "scopes": [], "expiresAt": "soon"}, {"name", "scopes", "expiresAt"}),
        ({"name": "x", "scopes": ["tickets:all"]}, {"scopes[0]"}),
        ({"name": "x", "scopes": "tickets:read"}, {"scopes"}),
        ({"name": "x", "scopes": [BOTH]}, {"scopes[0]"}),
        ({"name": "x", "scopes": BOTH, "expiresAt": "2020-01-01T00:00:00Z"}, {"expiresAt"}),
        ({"name": "x", "scopes": BOTH, "memberId": str(USERS["admin"])}, {"memberId"}),
    ):
        assert (await owner("POST", PATH, json=body)).faulty == names, body
    for _ in range(KEYS_AT_MOST - 3):
        assert (await owner("POST", PATH, json={"name": "x", "scopes": BOTH})).status == 201
    assert (await owner("POST", PATH, json={"name": "x", "scopes": BOTH})).faulty == {"name"}


async def test_a_key_asked_for_again_is_not_made_again_and_its_secret_is_kept_nowhere(
    site: Site, tmp_path: Path
) -> None:
    owner = await signed_in(site, "owner")
    body = {"name": "once", "scopes": BOTH}
    first, again = [await owner("POST", PATH, json=body, Idempotency_Key="k") for _ in range(2)]
    assert first.data["secret"].startswith("prapi_")
    assert (again.status, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert again.data == {"key": first.data["key"], "secret": None}
    assert [it["name"] for it in (await owner("GET", PATH)).data["keys"]].count("once") == 1
    assert (await owner("DELETE", f"{PATH}?keyId={first.data['key']['id']}")).status == 200
    assert (await owner("POST", PATH, json=body, Idempotency_Key="k")).status == 404
    await site.desk.stop()
    stored = stored_in(tmp_path)
    assert first.data["key"]["prefix"].encode() in stored
    assert first.data["secret"].encode() not in stored


async def test_administrators_see_and_end_the_keys_of_others_and_nobody_else_does(site: Site) -> None:
    owner, manager, admin = [await signed_in(site, who) for who in ("owner", "manager", "admin")]
    mine = {it["id"] for it in (await owner("GET", PATH)).data["keys"]}
    assert {it["memberId"] for it in (await owner("GET", PATH)).data["keys"]} == {str(USERS["owner"])}
    assert (await manager("GET", f"{PATH}?everyone=true")).status == 403
    key = min(mine)
    hidden, unknown = [await manager("DELETE", f"{PATH}?keyId={it}") for it in (key, "999999")]
    assert hidden.status == 404
    assert hidden.but_for_its_id()[:2] == unknown.but_for_its_id()[:2]
    everyone = (await admin("GET", f"{PATH}?everyone=true")).data["keys"]
    assert mine < {it["id"] for it in everyone}
    assert (await admin("DELETE", f"{PATH}?keyId={key}")).status == 200
    assert {it["id"] for it in (await owner("GET", PATH)).data["keys"]} == mine - {key}


async def test_a_key_of_another_server_is_as_one_that_never_was(site: Site) -> None:
    """Fault 10."""
    elsewhere = replace(actor("admin", at=rfc3339(site.desk.time())), guild_id=OTHER_GUILD)
    draft = KeyDraft("theirs", frozenset(Scope))
    theirs = await site.desk.store.write(keys.create, elsewhere, draft, keys.mint(b"a key of an administrator there."))
    admin = await signed_in(site, "admin")
    hidden, unknown = [await admin("DELETE", f"{PATH}?keyId={it}") for it in (theirs.id, "999999")]
    assert hidden.status == 404
    assert hidden.but_for_its_id() == unknown.but_for_its_id()
    listed = (await admin("GET", f"{PATH}?everyone=true")).data["keys"]
    assert str(theirs.id) not in {it["id"] for it in listed}
    assert not (await site.desk.store.read(keys.list_keys, elsewhere))[0].revoked_at


async def test_an_api_key_neither_lists_nor_makes_nor_ends_keys(site: Site) -> None:
    """Fault 34."""
    call = Client(site.desk, site.session)
    for method, target, body in (
        ("GET", PATH, None),
        ("POST", PATH, {"name": "wider", "scopes": BOTH}),
        ("DELETE", f"{PATH}?keyId=1", None),
    ):
        reply = await call(method, target, "readonly", json=body)
        assert (reply.status, reply.error["code"]) == (403, "session_needed")
