"""Errors as problem+json for who asks for them so, and in the envelope for everybody else."""

import pytest

from api.accept import wishes
from api.problem import MEDIA_TYPE
from tests.api.client import Client
from tests.api.raw import exchange
from tests.api.world import Desk

PROBLEM = {"Accept": "application/problem+json"}


async def test_every_kind_of_refusal_comes_in_the_form_that_is_asked_for(call: Client, ticket: str) -> None:
    for method, path, who, body, status in (
        ("GET", "/nowhere", "owner", None, 404),
        ("PATCH", "/api/tickets", "owner", None, 405),
        ("GET", "/api/tickets", None, None, 401),
        ("GET", "/api/tickets?ticketId=999", "owner", None, 404),
        ("PUT", "/api/tickets", "viewer", {"ticketId": ticket, "status": "closed"}, 403),
        ("PUT", "/api/tickets", "owner", {"ticketId": ticket, "version": 99}, 409),
        ("POST", "/api/tickets", "owner", {"title": "x" * 70_000}, 413),
    ):
        plain, formed = [await call(method, path, who, json=body, headers=it) for it in ({}, PROBLEM)]
        assert (plain.status, formed.status) == (status, status)
        problem = formed.json
        assert (problem["type"], problem["code"]) == ("about:blank", plain.error["code"])
        assert problem["detail"] == plain.error["message"]
        assert {"success", "data", "error"} & set(problem) == set()
        assert "Accept" in formed.headers["Vary"]


async def test_each_faulty_field_is_pointed_at(call: Client) -> None:
    body = {"categoryId": "1", "name": "", "responderRoleIds": ["1"]}
    problem = (await call("PUT", "/api/tickets/categories", "admin", json=body, headers=PROBLEM)).json
    pointers = {it["pointer"]: it["detail"] for it in problem["errors"]}
    assert set(pointers) == {"#/name", "#/responderRoleIds/0"}
    assert all(pointers.values())


async def test_what_succeeds_comes_in_the_envelope_all_the_same(call: Client) -> None:
    assert (await call("GET", "/api/tickets", "owner", headers=PROBLEM)).json["success"] is True


async def test_what_is_no_http_at_all_is_answered_in_the_envelope(desk: Desk) -> None:
    status, _, body = await exchange(desk.port, b"GET / HTTP/9.9\r\nAccept: application/problem+json\r\n\r\n")
    assert (status, b'"success":false' in body) == (400, True)


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("application/problem+json", True),
        ("application/json, application/problem+json", True),
        ("APPLICATION/PROBLEM+JSON;q=0.5, text/html", True),
        ("application/json, application/problem+json;q=0.9", False),
        ("application/problem+json;q=0", False),
        ("application/problem+json;q=much", False),
        ("application/json", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_problems_are_for_those_who_name_them(accept: str, *, wanted: bool) -> None:
    assert wishes((accept,), MEDIA_TYPE) == wanted


async def test_the_legacy_header_is_told_to_be_deprecated_and_no_other_is(call: Client, desk: Desk) -> None:
    key = desk.keys["owner"]
    for headers, said in (
        ({"x-api-token": key}, True),
        ({"x-api-token": "prapi_bad"}, True),
        ({"x-api-key": key}, False),
        ({"Authorization": f"Bearer {key}"}, False),
    ):
        reply = await call("GET", "/api/tickets", headers=headers)
        assert (reply.headers.get("Deprecation") == "@1795564800") == said
