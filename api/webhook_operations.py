"""The part of the table of operations that is about webhooks."""

from typing import Any, Final

from api import requests, webhooks
from api.incoming import Nothing
from api.operation import Operation
from desk.actor import Scope

_WEBHOOKS = "/api/webhooks"

WEBHOOKS: Final[tuple[Operation[Any, Any], ...]] = (
    Operation(
        "GET",
        _WEBHOOKS,
        Scope.READ,
        webhooks.find_webhooks,
        requests.WebhooksQuery,
        None,
        ("WebhookList", "OneWebhook"),
        "Lists the webhooks of the server or returns one when webhookId is provided.",
        "manage_tickets",
    ),
    Operation(
        "POST",
        _WEBHOOKS,
        Scope.WRITE,
        webhooks.create_webhook,
        Nothing,
        requests.WebhookBody,
        ("NewWebhook",),
        "Creates a webhook, which is told of what happens from then on. Its secret is shown in this answer alone.",
        "manage_tickets; a key needs tickets:read as well",
        201,
        reveals=True,
    ),
    Operation(
        "PUT",
        _WEBHOOKS,
        Scope.WRITE,
        webhooks.update_webhook,
        Nothing,
        requests.WebhookChangeBody,
        ("OneWebhook",),
        "Changes a webhook, or switches it on or off.",
        "manage_tickets; a key needs tickets:read as well",
        reveals=True,
    ),
    Operation(
        "DELETE",
        _WEBHOOKS,
        Scope.WRITE,
        webhooks.delete_webhook,
        requests.WebhookIdQuery,
        None,
        ("DeletedWebhook",),
        "Deletes a webhook with all that is on its way to it.",
        "manage_tickets",
    ),
    Operation(
        "POST",
        f"{_WEBHOOKS}/rotate",
        Scope.WRITE,
        webhooks.rotate_secret,
        Nothing,
        requests.WebhookIdBody,
        ("NewWebhook",),
        "Gives a webhook a new secret; messages are signed with the one before as well for 24 hours.",
        "manage_tickets; a key needs tickets:read as well",
        reveals=True,
    ),
    Operation(
        "POST",
        f"{_WEBHOOKS}/test",
        Scope.WRITE,
        webhooks.test_webhook,
        Nothing,
        requests.WebhookIdBody,
        ("OneDelivery",),
        "Sends a webhook.test to a webhook; its deliveries tell what became of it.",
        "manage_tickets",
        201,
    ),
    Operation(
        "GET",
        f"{_WEBHOOKS}/deliveries",
        Scope.READ,
        webhooks.read_deliveries,
        requests.DeliveriesQuery,
        None,
        ("DeliveryList",),
        "Lists what was sent to a webhook and what became of it, newest first.",
        "manage_tickets",
    ),
    Operation(
        "POST",
        f"{_WEBHOOKS}/replay",
        Scope.WRITE,
        webhooks.replay_deliveries,
        Nothing,
        requests.ReplayBody,
        ("ReplayAnswer",),
        "Sends one delivery again, or all that failed since a time.",
        "manage_tickets; a key needs tickets:read as well",
        reveals=True,
    ),
)
