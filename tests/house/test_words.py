"""The project speaks of itself alone: no file of it names the machine that it was written on or fetched from."""

import re

import pytest

from tests.house.source import ROOT, project_files

# Put together here, so that this file may be held to its own rule.
ELSEWHERE = {
    "a folder of one machine": r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+)/",
    "a package registry": r"\b(?:pypi|pythonh" + r"osted|npmj" + r"s)\.(?:org|com)\b",
    "a Debian mirror": r"\bdeb\.deb" + r"ian\.org\b",
}
NO_TEXT = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff2", ".mo")


@pytest.mark.parametrize("what", ELSEWHERE)
def test_no_file_names_a_place_that_others_do_not_have(what: str) -> None:
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in project_files() if not path.endswith(NO_TEXT)}
    found = {path: re.findall(ELSEWHERE[what], text) for path, text in texts.items()}
    assert {path: names for path, names in found.items() if names} == {}
