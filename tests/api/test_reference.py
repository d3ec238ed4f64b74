"""The reference page: whole, safe to open, and every sample on it works as it stands there."""

import asyncio
import contextlib
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from api.operations import OPERATIONS
from api.reference.page import ASSETS, Entry, page_of
from api.reference.samples import KEY
from tests.api.client import Client
from tests.api.described import DOCUMENT
from tests.api.test_attachments import attach
from tests.api.world import Desk

HEADINGS = (
    "Authentication",
    "Permissions or Scopes",
    "Request Headers",
    "Parameters",
    "Validation",
    "Errors",
    "Rate Limits",
    "Examples and Try It",
    "Try It",
    "Request",
    "curl Equivalent",
    "Response",
)
LANGUAGES = {"curl": "curl", "javascript": "node", "python": None}


class Seen(HTMLParser):
    """What a reader of the page comes by: headings and samples of each article, and every address that it names."""

    def __init__(self) -> None:
        super().__init__()
        self.articles: dict[str, dict[str, Any]] = {}
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.inline: list[str] = []
        self._article: dict[str, Any] = {}
        self._into: list[str] | None = None
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._tag = tag
        self.attributes |= given.keys()
        self.addresses += [given[name] or "" for name in ("href", "src", "action") if name in given]
        if tag == "article":
            self._article = self.articles.setdefault(given["id"] or "", {"headings": [], "samples": {}})
        if tag in {"h4", "h5"}:
            self._into = self._article["headings"]
        if tag == "code" and "data-language" in given:
            self._into = self._article["samples"].setdefault(given["data-language"], [])

    def handle_endtag(self, tag: str) -> None:
        self._into = self._into if tag == "summary" else None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)
        if self._tag in {"script", "style"} and data.strip():
            self.inline.append(data)


async def seen_by_a_reader(call: Client, desk: Desk) -> tuple[Seen, Any]:
    async with call.session.get(f"{desk.url}/docs") as answer:
        seen = Seen()
        seen.feed(await answer.text())
        return seen, answer.headers


def entries() -> Iterator[Entry]:
    for group in page_of(DOCUMENT, "http://desk").groups.values():
        yield from group


async def test_every_operation_has_each_part_that_the_reference_has(call: Client, desk: Desk) -> None:
    seen, _ = await seen_by_a_reader(call, desk)
    wanted = {f"{it.method}{it.path}".lower().replace("/", "-") for it in OPERATIONS}
    assert set(seen.articles) == wanted
    for name, article in seen.articles.items():
        assert article["headings"] == list(HEADINGS), name
    assert {f"#{name}" for name in wanted} <= set(seen.addresses)


async def test_nothing_on_the_page_is_loaded_from_elsewhere_or_runs_in_the_page(call: Client, desk: Desk) -> None:
    """Faults 40."""
    seen, headers = await seen_by_a_reader(call, desk)
    assert [it for it in seen.addresses if not it.startswith(("/", "#", "data:,"))] == []
    assert seen.inline == []
    assert [it for it in seen.attributes if it.startswith("on") or it == "style"] == []
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    for path, (kind, body) in ASSETS.items():
        async with call.session.get(desk.url + path) as answer:
            assert (answer.headers["Content-Type"], await answer.read()) == (kind, body)
    async with call.session.post(f"{desk.url}/docs") as answer:
        assert answer.status == 405


async def test_the_page_cannot_be_made_to_show_what_somebody_wrote(call: Client, desk: Desk) -> None:
    async with call.session.get(f"{desk.url}/docs?<script>alert(1)</script>") as answer:
        assert b"alert(1)" not in await answer.read()


class Filling:
    """Puts real things in the place of placeholders, new ones for each sample, as an Administrator."""

    def __init__(self, call: Client, desk: Desk) -> None:
        self._call = call
        self._desk = desk
        self._webhook: str | None = None

    async def _new_webhook(self) -> dict[str, Any]:
        made = await self._call("POST", "/api/webhooks", "admin", json={"url": "https://example.com/hook"})
        webhook: dict[str, Any] = made.data["webhook"]
        return webhook

    async def __call__(self, code: str, entry: Entry) -> str:
        """The sample as its reader would send it."""
        self._webhook = None
        code = code.replace("http://127.0.0.1:8080", self._desk.url).replace(KEY, self._desk.keys["admin"])
        for placeholder in ("ticket_id", "message_id", "category_id", "delivery_id", "webhook_id"):
            if placeholder in code:
                code = code.replace(placeholder, await self._real(placeholder, entry))
        return code

    async def _real(self, placeholder: str, entry: Entry) -> str:
        if placeholder == "category_id":
            if entry.method != "DELETE":
                return self._desk.categories["open"]
            made = await self._call("POST", "/api/tickets/categories", "admin", json={"name": "To be deleted"})
            return str(made.data["category"]["id"])
        if placeholder == "webhook_id":
            return str(self._webhook or (await self._new_webhook())["id"])
        if placeholder == "delivery_id":
            # The other placeholder of the same sample is to name the webhook that this was sent to.
            self._webhook = (await self._new_webhook())["id"]
            sent = await self._call("POST", "/api/webhooks/test", "admin", json={"webhookId": self._webhook})
            return str(sent.data["delivery"]["id"])
        ticket_id = await self._desk.ticket()
        if placeholder == "ticket_id":
            return ticket_id
        shown = await self._call.get(f"/api/tickets?ticketId={ticket_id}", "owner")
        return str(shown["ticket"]["messages"][0]["id"])


def run_all(language: str, codes: list[str]) -> list[dict[str, Any]]:
    """What each of the samples prints; one program runs them all."""
    if language == "python":
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            for code in codes:
                shown = code.replace("print(response.json())", "import json; print(json.dumps(response.json()))")
                exec(shown, {})  # noqa: S102 -- our own page's words, which a reader would paste and run
        lines = printed.getvalue()
    elif language == "curl":
        script = "\n".join(it.replace("curl ", "curl --silent --show-error --max-time 20 ") + "; echo" for it in codes)
        lines = output_of(["bash", "-c", script])
    else:
        script = "\n".join(f"{{ {it}\nconsole.log(JSON.stringify(data)); }}" for it in codes)
        lines = output_of(["node", "--input-type=module", "-e", script])
    return [json.loads(line) for line in lines.splitlines() if line]


def output_of(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=40).stdout


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_sample_on_the_page_works_as_it_stands(call: Client, desk: Desk, language: str) -> None:
    """G12, Q1: our own page prints only samples that work."""
    needed = LANGUAGES[language]
    if needed is not None and shutil.which(needed) is None:
        pytest.skip(f"{needed} is not installed, so the samples for it are not run")
    seen, _ = await seen_by_a_reader(call, desk)
    by_key = [it for it in entries() if it.scope.startswith("tickets:") and not it.sample.file]
    fill = Filling(call, desk)
    codes = [await fill("".join(seen.articles[it.anchor]["samples"][language]), it) for it in by_key]
    envelopes = await asyncio.to_thread(run_all, language, codes)
    refused = [(it.anchor, told) for it, told in zip(by_key, envelopes, strict=True) if not told["success"]]
    assert refused == []


async def test_the_samples_of_a_file_save_it(
    call: Client, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await attach(call, "admin", await desk.ticket(), ("a.txt", b"what was sent"))
    (entry,) = [it for it in entries() if it.sample.file]
    monkeypatch.chdir(tmp_path)
    for code, run in ((entry.sample.python, run_python), (entry.sample.curl, run_curl)):
        real = code.replace("http://desk", desk.url).replace(KEY, desk.keys["admin"])
        await asyncio.to_thread(run, real.replace("attachment_id", message["attachments"][0]["id"]))
    saved = await asyncio.to_thread(lambda: {path.name: path.read_bytes() for path in tmp_path.iterdir()})
    assert {saved["file"], saved["a.txt"]} == {b"what was sent"}


def run_python(code: str) -> None:
    exec(code, {})  # noqa: S102 -- our own page's words, which a reader would paste and run


def run_curl(code: str) -> None:
    output_of(["bash", "-c", code.replace("curl ", "curl --silent --show-error --max-time 20 ")])
