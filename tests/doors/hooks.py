"""What webhooks of everything send to a program on loopback, held against what their makers pull for the same time."""

from functools import partial
from typing import Final

from tests.doors.listeners import Pulled, in_the_end, patiently, pull, seq_of
from tests.doors.people import KEEPERS, BothDoors, Json
from tests.webhooks.receiver import Receiver

URL: Final = "/api/webhooks"


class Hook:
    """One person's webhook, as long as they manage tickets; see `listeners` for when it can be held against a pull."""

    def __init__(self, doors: BothDoors, who: str, receiver: Receiver) -> None:
        self.who = who
        self._doors = doors
        self._receiver = receiver
        self._id = self._secret = self._after = ""
        self._taken = 0
        self._known: set[str] = set()
        self._on = True
        self._behind = False

    async def make(self) -> None:
        """Have the person make it, unless they may not."""
        status, made = await self._doors.call(self.who, "POST", URL, {"url": self._receiver.url})
        assert status == (201 if self.who in KEEPERS else 403), made
        if status == 201:
            self._id, self._secret = made["data"]["webhook"]["id"], made["data"]["secret"]

    def begin(self, after: str) -> None:
        """Pass over what happened before that position: a history that failed may not have waited for it."""
        self._after, self._behind = after, False

    async def goes_off(self) -> None:
        """Its maker manages tickets no more: it is switched off by itself, and tells nothing of it."""
        async with patiently(self.who, "the webhook is to be switched off"):
            await self._doors.until(self._is_off)
        self._on = False

    async def is_on_again(self) -> None:
        """Its maker manages tickets again and switches it on: what it was not told is told now."""
        assert self._news() == [], self.who
        status, _ = await self._doors.call(self.who, "PUT", URL, {"webhookId": self._id, "enabled": True})
        assert status == 200
        self._on = self._behind = True

    async def agrees(self, pulled: Pulled) -> None:
        """It told since the last time just what was pulled meanwhile."""
        if not self._on:
            assert self._news() == [], self.who
            return
        if self._behind:
            pulled = await pull(partial(self._doors.read, self.who), self._after)
        told = self._news()
        async with patiently(self.who, "the webhook is to tell what a pull told"):
            while len(told) < len(pulled.events):
                await self._receiver.until(self._taken + 1)
                told += self._news()
        assert in_the_end(told) == in_the_end(pulled.events), self.who
        self._after, self._behind = pulled.after, False

    def _news(self) -> list[Json]:
        """The events of the messages that came since the last time, each once, though a message may come twice."""
        came, self._taken = self._receiver.got[self._taken :], len(self._receiver.got)
        new = {each.id: each.verified(self._secret) for each in came if each.id not in self._known}
        self._known |= new.keys()
        for each in new.values():
            event = each["data"]
            assert (each["type"], each["timestamp"]) == (event["type"], event["at"])
            assert event.pop("truncated") is False
        return [each["data"] for each in new.values() if each["data"]["seq"] > seq_of(self._after)]

    async def _is_off(self) -> bool:
        shown = (await self._doors.read("admin", URL, webhookId=self._id))["webhook"]
        return not shown["enabled"] and shown["off"] == "member_may_not"
