"""The operations on categories, point by point of the contract."""

import pytest

from tests.api.client import Client
from tests.api.world import OTHER_GUILD, Desk
from tests.people import GUILD, ROLES, USERS

URL = "/api/tickets/categories"


async def test_every_member_sees_the_categories_and_those_who_define_them_their_roles(call: Client) -> None:
    """C1, B7."""
    for who in USERS:
        found = (await call.get(URL, who))["categories"]
        assert [it["name"] for it in found] == ["open", "other"]
        assert all(it["open"] for it in found)
        with_roles = who in {"manager", "definer", "admin"}
        assert all(("responderRoleIds" in it) == ("viewerRoleIds" in it) == with_roles for it in found), who
    assert (await call.get(URL, "definer"))["categories"][0]["responderRoleIds"] == [str(ROLES["responder"])]


@pytest.mark.parametrize("who", ["owner", "viewer", "responder", "manager"])
async def test_only_those_who_define_them_change_categories(call: Client, desk: Desk, who: str) -> None:
    """C2, B5: before anything is looked up."""
    replies = [
        await call("POST", URL, who, json={"name": "new", "responderRoleIds": ["1" * 18]}),
        await call("PUT", URL, who, json={"categoryId": "999", "name": "new"}),
        await call("DELETE", f"{URL}?categoryId={desk.categories['open']}", who),
    ]
    assert [(it.status, it.error["code"]) for it in replies] == [(403, "missing_grant")] * 3


async def test_a_category_needs_a_name_and_nothing_else(call: Client) -> None:
    """C3, C4, S1, S5."""
    reply = await call("POST", URL, "definer", json={"name": " new "})
    made = reply.data["category"]
    assert reply.status == 201
    assert (made["name"], made["description"], made["color"]) == ("new", None, None)
    assert (made["responderRoleIds"], made["viewerRoleIds"], made["open"]) == ([], [], True)
    for name in ("", "  ", None, 5, "x" * 101):
        assert (await call("POST", URL, "definer", json={"name": name})).faulty == {"name"}


async def test_a_change_needs_the_category_and_its_name(call: Client, desk: Desk) -> None:
    """C5, E3."""
    assert (await call("PUT", URL, "definer", json={})).faulty == {"categoryId", "name"}
    tester = {"categoryId": "", "name": "", "responderRoleIds": [], "viewerRoleIds": []}
    assert (await call("PUT", URL, "definer", json=tester)).faulty == {"categoryId", "name"}


async def test_what_a_change_does_not_give_stays(call: Client, desk: Desk) -> None:
    """E2, E4."""
    key = {"categoryId": desk.categories["open"], "name": "open"}
    first = (await call("PUT", URL, "definer", json={**key, "description": "Words"})).data["category"]
    assert (first["color"], first["responderRoleIds"]) == ("#3366ff", [str(ROLES["responder"])])
    same = (await call("PUT", URL, "definer", json={**key, "responderRoleIds": None})).data["category"]
    assert same == first
    cleared: dict[str, object] = {"description": "", "color": None, "responderRoleIds": [], "viewerRoleIds": []}
    last = (await call("PUT", URL, "definer", json={**key, **cleared})).data["category"]
    assert (last["description"], last["color"]) == (None, None)
    assert (last["responderRoleIds"], last["viewerRoleIds"]) == ([], [])


async def test_changed_roles_count_from_the_next_request(call: Client, desk: Desk, ticket: str) -> None:
    """C6, O3."""
    change = {"categoryId": desk.categories["open"], "name": "open"}
    await call("PUT", URL, "definer", json={**change, "responderRoleIds": [str(ROLES["elsewhere"])]})
    for who, status, count in (("elsewhere", 200, 1), ("responder", 404, 0)):
        assert (await call("GET", f"/api/tickets?ticketId={ticket}", who)).status == status
        assert (await call.get("/api/tickets/open-count", who))["count"] == count


async def test_a_deleted_category_leaves_its_tickets_to_owner_and_manager(
    call: Client, desk: Desk, ticket: str
) -> None:
    """C7, I4, S4."""
    category = desk.categories["open"]
    gone = (await call("DELETE", f"{URL}?categoryId={category}", "definer")).data["category"]
    assert (gone["id"], gone["open"], gone["responderRoleIds"]) == (category, False, [str(ROLES["responder"])])
    assert gone["deletedAt"]
    assert [it["name"] for it in (await call.get(URL, "owner"))["categories"]] == ["other"]
    for who, total in (("owner", 1), ("manager", 1), ("responder", 0), ("viewer", 0)):
        assert (await call.get(f"/api/tickets?categoryId={category}", who))["total"] == total
        assert (await call.get("/api/tickets", who))["total"] == total
    shown = (await call.get(f"/api/tickets?ticketId={ticket}", "owner"))["ticket"]
    assert shown["category"] == {"id": category, "name": "open", "deleted": True}


async def test_a_category_is_deleted_once_and_by_its_id(call: Client, desk: Desk) -> None:
    """C8."""
    for query in ("", "?categoryId="):
        assert (await call("DELETE", URL + query, "definer")).faulty == {"categoryId"}
    path = f"{URL}?categoryId={desk.categories['other']}"
    assert [(await call("DELETE", path, "definer")).status for _ in range(2)] == [200, 404]
    change = {"categoryId": desk.categories["other"], "name": "again"}
    assert (await call("PUT", URL, "definer", json=change)).status == 404


async def test_two_categories_may_have_one_name(call: Client) -> None:
    """C9."""
    made = {(await call("POST", URL, "definer", json={"name": "open"})).data["category"]["id"] for _ in range(3)}
    assert len(made) == 3


@pytest.mark.parametrize("color", ["#3366FF", "3366ff", "#36f", "36F"])
async def test_a_colour_is_hex_in_any_of_four_forms(call: Client, color: str) -> None:
    """I3."""
    made = (await call("POST", URL, "definer", json={"name": "new", "color": color})).data["category"]
    assert made["color"] == "#3366ff"


async def test_a_colour_that_is_not_hex_is_named(call: Client) -> None:
    """Q1, I3."""
    for color in ("example-color", "#3366ff80", "0x3366ff", "red", "#33", 3, "\uff13\uff13\uff13"):
        assert (await call("POST", URL, "definer", json={"name": "new", "color": color})).faulty == {"color"}


async def test_a_role_is_one_of_this_guild_that_members_can_be_given(call: Client) -> None:
    """I1, fault 9."""
    for role in (str(GUILD), str(OTHER_GUILD), "1" * 18, "9" * 20, "123", "", ROLES["viewer"], None):
        reply = await call("POST", URL, "definer", json={"name": "new", "responderRoleIds": [role]})
        assert reply.faulty == {"responderRoleIds[0]"}, role
    lists = {"responderRoleIds": "x", "viewerRoleIds": [str(ROLES["viewer"]), "1"]}
    reply = await call("POST", URL, "definer", json={"name": "new", **lists})
    assert reply.faulty == {"responderRoleIds", "viewerRoleIds[1]"}


async def test_roles_are_folded_and_answering_wins_over_viewing(call: Client) -> None:
    """I1."""
    role, other = str(ROLES["responder"]), str(ROLES["viewer"])
    body = {"name": "new", "responderRoleIds": [role, role], "viewerRoleIds": [role, other]}
    made = (await call("POST", URL, "definer", json=body)).data["category"]
    assert (made["responderRoleIds"], made["viewerRoleIds"]) == ([role], [other])


async def test_names_and_descriptions_have_their_limits_and_categories_none(call: Client) -> None:
    """I5."""
    assert (await call("POST", URL, "definer", json={"name": "x", "description": "d" * 1001})).faulty == {"description"}
    for place in range(28):
        body = {"name": f"{place}".zfill(100), "description": "d" * 1000}
        assert (await call("POST", URL, "definer", json=body)).status == 201
    assert len((await call.get(URL, "owner"))["categories"]) == 30


async def test_what_a_name_holds_stays_text(call: Client) -> None:
    """Fault 35."""
    name = "{self.key} {0.__class__} %s $x <b>@everyone"
    assert (await call("POST", URL, "definer", json={"name": name})).data["category"]["name"] == name
