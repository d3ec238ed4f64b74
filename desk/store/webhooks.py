"""Webhooks, and what is on its way to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from desk.models import Delivery, DeliveryState, Webhook


@dataclass(frozen=True, slots=True)
class Queue:
    """A webhook that is on, the last event of its guild, and when its first delivery is due, None when it has none."""

    webhook: Webhook
    last: int
    due_at: str | None


class Webhooks(Protocol):
    """The webhooks of all guilds."""

    def insert(self, webhook: Webhook) -> Webhook:
        """Insert it and return it with its id; the given id is not used."""

    def get(self, webhook_id: int) -> Webhook | None:
        """The webhook with that id, of whatever guild."""

    def of(self, guild_id: int) -> Sequence[Webhook]:
        """Those of the guild, oldest first."""

    def save(self, webhook: Webhook) -> None:
        """Write all of it."""

    def delete(self, webhook_id: int) -> None:
        """Remove it with all its deliveries."""

    def queues(self) -> Sequence[Queue]:
        """Those that are on, of all guilds."""


class Deliveries(Protocol):
    """What is on its way to webhooks, or was."""

    def insert(self, new: Delivery) -> Delivery:
        """Insert it and return it with its id; the given id is not used."""

    def get(self, webhook_id: int, message_id: str) -> Delivery | None:
        """That webhook's delivery with that id."""

    def page(self, webhook_id: int, state: DeliveryState | None, limit: int, before: int | None) -> Sequence[Delivery]:
        """The webhook's last deliveries in that state (before that one), newest first."""

    def next(self, webhook_id: int, now: str) -> Delivery | None:
        """The webhook's delivery that is due for the longest time."""

    def save(self, delivery: Delivery) -> None:
        """Write all that may change."""

    def failed_since(self, webhook_id: int, since: str, limit: int) -> Sequence[Delivery]:
        """The webhook's deliveries that failed of those made at that time or later, oldest first."""

    def forget(self, before: str) -> None:
        """Drop what was made before that time and is not on its way any more."""
