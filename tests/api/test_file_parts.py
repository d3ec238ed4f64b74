"""A part of a file by Range, and nothing of it to who has it already."""

from tests.api.client import Client
from tests.api.test_attachments import BIG, attach


async def test_a_part_of_a_file_is_sent_and_what_one_has_is_not(call: Client, ticket: str) -> None:
    """Who may not read it learns no more by asking so; what names no part of this file is answered with all of it."""
    url = (await attach(call, "owner", ticket, ("big.bin", BIG)))["attachments"][0]["url"]
    whole = await call("GET", url, "viewer")
    tag = whole.headers["ETag"]
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, part in (
        ("bytes=262000-600000", BIG[262000:600001]),
        ("bytes=1000000-", BIG[1000000:]),
        ("bytes=-5", BIG[-5:]),
    ):
        reply = await call("GET", url, "owner", headers={"Range": asked, "If-Range": tag})
        assert (reply.status, reply.body, reply.headers["ETag"]) == (206, part, tag)
        assert reply.headers["Content-Range"].endswith(f"/{len(BIG)}")
        kept = {
            name: reply.headers[name]
            for name in ("Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")
        }
        assert kept == {name: whole.headers[name] for name in kept}
    for asked in ("bytes=2-1", "bytes=0-1,5-6", "bytes=-", "lines=0-1", "bytes=a-b", "bytes=\u0661-"):
        assert (await call("GET", url, "owner", headers={"Range": asked})).body == BIG
    stale = {"Range": "bytes=0-1", "If-Range": '"other"'}
    assert (await call("GET", url, "owner", headers=stale)).body == BIG
    assert (await call("HEAD", url, "owner", headers={"Range": "bytes=0-1"})).headers["Content-Length"] == str(len(BIG))
    for beyond in (f"bytes={len(BIG)}-", "bytes=-0", "bytes=99999999999-"):
        refused = await call("GET", url, "owner", headers={"Range": beyond})
        assert (refused.status, refused.headers["Content-Range"]) == (416, f"bytes */{len(BIG)}")
    assert (await call("GET", url, "owner", headers={"If-None-Match": tag, "Range": "bytes=0-1"})).status == 304
    for headers in ({"If-None-Match": "*"}, {"Range": "bytes=0-1"}, {"Range": "bytes=9999999-"}):
        assert (await call("GET", url, "outsider", headers=headers)).status == 404
