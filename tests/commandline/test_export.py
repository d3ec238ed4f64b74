"""`export` and `import` as a person uses them: beside a running desk, into another folder, refused in a sentence."""

import re
from pathlib import Path
from zipfile import ZipFile

from storage.desk_store import open_desk
from tests.commandline.desk import desk
from tests.storage.full import full_store


async def test_a_server_is_exported_beside_a_running_desk_and_imported_where_none_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    async with open_desk(full_store(tmp_path / "data")):
        made = desk(tmp_path, "export", "made.zip")
        again = desk(tmp_path, "export", "made.zip", "--server", "2")
        one = desk(tmp_path, "export", ".", "--server", "2")
        none = desk(tmp_path, "export", "none.zip", "--server", "3")
        running = desk(tmp_path, "import", "made.zip")
    assert (made.code, made.err.count("Exporting")) == (0, 1), made.all
    assert re.fullmatch(r"made\.zip: 4 tickets and 4 messages of 2 servers, \d+ bytes\n", made.out)
    assert (again.code, "made.zip is there already" in again.err) == (2, True)
    assert re.match(r"desk-\d{8}T\d{6}Z\.zip: 2 tickets and 2 messages of 1 server,", one.out)
    assert (none.code, none.err.endswith("holds nothing of the server 3.\n")) == (2, True)
    assert (running.code, "Stop it first" in running.err) == (75, True)

    done = desk(tmp_path, "import", "made.zip", DESK_DATA=str(tmp_path / "other"))
    assert done.code == 0, done.all
    told = done.out.splitlines()
    assert told[0].endswith("made.zip: 4 tickets and 4 messages of 2 servers, made " + told[0].rsplit(" ", 1)[1])
    assert f"{tmp_path / 'other' / 'desk.db'} has all of it now." in told
    assert "API keys, webhooks" in done.out
    assert "must stay stopped" in done.out
    twice = desk(tmp_path, "import", "made.zip", DESK_DATA=str(tmp_path / "other"))
    assert (twice.code, "This desk has something of server 1 already" in twice.err) == (2, True)


def test_a_line_that_is_refused_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    full_store(tmp_path / "data")
    assert desk(tmp_path, "export", "made.zip").code == 0
    with ZipFile(tmp_path / "made.zip") as whole, ZipFile(tmp_path / "spoilt.zip", "w") as spoilt:
        for name in whole.namelist():
            text = whole.read(name)
            spoilt.writestr(name, text.replace(b'"id":"11"', b'"id":11', 1) if name == "panels.jsonl" else text)
    for name, told in (
        ("spoilt.zip", "panels.jsonl, line 2: id: id, a text of digits is expected. Nothing was changed.\n"),
        ("missing.zip", "There is no such file. Nothing was changed.\n"),
        ("data/desk.db", "Nothing was changed.\n"),
    ):
        ended = desk(tmp_path, "import", name, DESK_DATA="other")
        assert (ended.code, ended.err.endswith(told), "Traceback" in ended.err) == (2, True, False), ended.err
