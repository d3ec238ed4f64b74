"""What the page about the API gives receivers to copy tells the desk's own messages from others."""

import re
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from desk.deliveries import SPREAD, WAITS
from desk.webhooks import secret

PAGE = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")
SECRET = secret(b"salt", b"store")
BODY = '{"type":"ticket.opened","data":{"title":"Straße 🔥"}}'


def sample(language: str) -> str:
    """The page's function `verify` in that language."""
    codes: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return next(code for code in codes if "verify(" in code)


def signed(body: str, at: float) -> dict[str, str]:
    """The headers of a message that was signed then, beside the signature of another secret."""
    moment = datetime.fromtimestamp(int(at), UTC)
    signatures = [Webhook(each).sign("msg_1", moment, body) for each in (secret(b"old", b"store"), SECRET)]
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at)),
        "webhook-signature": " ".join(signatures),
    }


def cases() -> list[tuple[dict[str, str], str, bool]]:
    good = signed(BODY, time.time())
    return [
        (good, BODY, True),
        (good, BODY + " ", False),
        ({**good, "webhook-id": "msg_2"}, BODY, False),
        ({**good, "webhook-signature": "v1,AAAA"}, BODY, False),
        (signed(BODY, time.time() - 600), BODY, False),
    ]


def test_the_sample_in_python_knows_our_messages() -> None:
    names: dict[str, Any] = {}
    exec(sample("python"), names)  # noqa: S102 -- our own page's words, which a reader would paste and run
    for headers, body, good in cases():
        assert names["verify"](SECRET, headers, body.encode()) is good


def test_the_sample_in_javascript_knows_our_messages() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, so the sample for it is not run")
    code = sample("javascript").replace("export ", "")
    for headers, body, _ in cases():
        code += f"\nconsole.log(verify({SECRET!r}, {headers!r}, Buffer.from({body!r})));"
    ran = subprocess.run([node, "--input-type=module", "-e", code], check=True, capture_output=True, timeout=40)
    assert ran.stdout.decode().split() == [str(good).lower() for *_, good in cases()]


def test_the_page_tells_the_waits_that_hold() -> None:
    assert "after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14 and 20 hours" in re.sub(r"\s+", " ", PAGE)
    assert [it.total_seconds() for it in WAITS[:8]] == [5, 300, 1800, *(each * 3600 for each in (2, 5, 10, 14, 20))]
    assert SPREAD == 1 / 5
