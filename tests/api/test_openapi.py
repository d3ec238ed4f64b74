"""The API's own description is valid, complete, and true of what is served."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api.operation import Operation
from api.operations import OPEN_PATHS, OPERATIONS
from desk.lining_up import TYPES
from desk.webhooks import TEST
from tests.api.client import Client
from tests.api.described import DOCUMENT
from tests.api.world import Desk


def test_the_description_is_valid_openapi() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")


def test_every_message_of_webhooks_is_described_and_no_other() -> None:
    assert set(DOCUMENT["webhooks"]) == {*TYPES, TEST}
    assert all(it["post"]["requestBody"]["content"] for it in DOCUMENT["webhooks"].values())


async def test_anybody_may_read_the_description(desk: Desk, call: Client) -> None:
    async with call.session.get(desk.url + "/api/openapi.json") as response:
        assert (response.status, await response.json()) == (200, DOCUMENT)


def test_no_answer_is_a_table_that_a_spreadsheet_would_run() -> None:
    """Fault 41: whoever adds one quotes its cells first."""
    answers = [
        it for methods in DOCUMENT["paths"].values() for way in methods.values() for it in way["responses"].values()
    ]
    kinds = {kind for answer in answers for kind in answer.get("content", ())}
    assert "application/json" in kinds
    assert [kind for kind in kinds if "csv" in kind or "separated" in kind or "sheet" in kind or "excel" in kind] == []


def test_every_operation_and_no_other_is_described() -> None:
    described = {f"{method.upper()} {path}" for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert described == {it.name for it in OPERATIONS} | {f"GET {it.path}" for it in OPEN_PATHS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda it: it.name)
def test_every_parameter_and_field_says_what_it_means(operation: Operation[Any, Any]) -> None:
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    assert described["summary"]
    assert operation.permissions in described["description"]
    assert all(it["description"] for it in described["parameters"])
    if operation.body is not None:
        fields = DOCUMENT["components"]["schemas"][operation.body.__name__]["properties"]
        assert all(field["description"] for field in fields.values())


@pytest.mark.parametrize(
    ("model", "body", "fine"),
    [
        ("TicketBody", {"title": "abc", "categoryId": "1", "message": "abcde"}, True),
        ("TicketBody", {"title": "ab", "categoryId": "1", "message": "abcde"}, False),
        ("TicketBody", {"title": "abc", "categoryId": "", "message": "abcde"}, False),
        ("TicketBody", {"title": "abc", "categoryId": "1", "message": "abcde", "extra": 1}, False),
        ("TicketChangeBody", {"ticketId": "1", "status": "", "claimedByMe": True}, True),
        ("TicketChangeBody", {"ticketId": "1", "status": None, "claimedBy": None, "tags": None}, True),
        ("TicketChangeBody", {"ticketId": "1", "status": "claimed"}, False),
        ("TicketChangeBody", {"ticketId": "1", "claimedByMe": "yes"}, False),
        ("MessageBody", {"ticketId": "1", "content": "x", "kind": "note"}, True),
        ("MessageBody", {"ticketId": "1", "content": "x", "kind": "system"}, False),
        ("CategoryBody", {"name": "x", "color": "36F", "responderRoleIds": ["1" * 18]}, True),
        ("CategoryBody", {"name": "x", "color": "red"}, False),
        ("CategoryBody", {"name": "x", "viewerRoleIds": ["1"]}, False),
        ("CategoryChangeBody", {"categoryId": "1", "name": "x", "description": "", "color": None}, True),
        ("CategoryChangeBody", {"categoryId": "1"}, False),
    ],
)
async def test_what_is_described_is_what_is_taken(
    call: Client, model: str, body: dict[str, Any], *, fine: bool
) -> None:
    """U11: the schema and the door agree about a body's form."""
    schema = {"$ref": f"#/components/schemas/{model}", "components": DOCUMENT["components"]}
    assert Draft202012Validator(schema).is_valid(body) == fine
    operation = next(it for it in OPERATIONS if it.body is not None and it.body.__name__ == model)
    reply = await call(operation.method, operation.path, "admin", json=body)
    refused_for_its_form = reply.status == 400 and set(reply.error["fields"]) != {"responderRoleIds[0]"}
    assert refused_for_its_form != fine
