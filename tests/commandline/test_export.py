"""`export` and `import` as a person uses them: beside a running desk, into another folder, refused in a sentence."""

import os
import re
from pathlib import Path
from zipfile import ZipFile

from bot.commands.refused_files import OF_FILE, OF_LINE
from storage.desk_store import open_desk
from storage.export.writing import export
from tests.commandline.desk import desk
from tests.forked import ROOT
from tests.storage.full import full_store


async def test_a_server_is_exported_beside_a_running_desk_and_imported_where_none_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    async with open_desk(full_store(tmp_path / "data")):
        made = desk(tmp_path, "export", "made.zip")
        one = desk(tmp_path, "export", ".", "--server", "2")
        running = desk(tmp_path, "import", "made.zip")
    assert (made.code, made.err.count("Exporting")) == (0, 1), made.all
    assert re.fullmatch(r"made\.zip: 4 tickets and 4 messages of 2 servers, \d+ bytes\n", made.out)
    assert re.match(r"desk-\d{8}T\d{6}Z\.zip: 2 tickets and 2 messages of 1 server,", one.out)
    assert (running.code, "Stop it first" in running.err) == (75, True)

    done = desk(tmp_path, "import", "made.zip", DESK_DATA=str(tmp_path / "other"))
    assert done.code == 0, done.all
    told = done.out.splitlines()
    assert told[0].endswith("made.zip: 4 tickets and 4 messages of 2 servers, made " + told[0].rsplit(" ", 1)[1])
    assert f"{tmp_path / 'other' / 'desk.db'} has all of it now." in told
    assert "API keys, webhooks" in done.out
    assert "must stay stopped" in done.out


def test_a_line_that_is_refused_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    export(full_store(tmp_path / "data"), tmp_path / "made.zip", "2027-02-01T00:00:00.000Z")
    with ZipFile(tmp_path / "made.zip") as whole, ZipFile(tmp_path / "spoilt.zip", "w") as spoilt:
        for name in whole.namelist():
            text = whole.read(name)
            spoilt.writestr(name, text.replace(b"}", b',"\\u001b[2J":1}', 1) if name == "panels.jsonl" else text)
    ended = desk(tmp_path, "import", "spoilt.zip", DESK_DATA="other")
    assert (ended.code, ended.out.splitlines()[0][-24:]) == (2, "2027-02-01T00:00:00.000Z")
    told = "panels.jsonl, line 1: '\\x1b[2J' is no field here. Nothing was changed.\n"
    assert ended.err.endswith(f"spoilt.zip is not imported. {told}")
    nowhere = desk(tmp_path, "export", "x" * 300)
    assert (nowhere.code, nowhere.err.endswith("xxx: File name too long.\n")) == (2, True), nowhere.all
    no_file = desk(tmp_path, "export", "--replace", os.devnull)
    assert (no_file.code, no_file.err.endswith("no file that could be replaced.\n")) == (2, True), no_file.all
    missing = desk(tmp_path, "import", "missing.zip", DESK_DATA="other")
    assert missing.err == f"{tmp_path}/missing.zip is not imported. There is no such file. Nothing was changed.\n"


def test_whatever_is_refused_has_its_words() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "storage/export").glob("*.py"))
    of_file = set(re.findall(r'ImportRefused\(\w+, "(\w+)"', sources))
    of_line = set(re.findall(r'_Refused\("(\w+)"', sources)) | set(re.findall(r'_[A-Z]+": "(\w+)"', sources))
    assert of_file == OF_FILE.keys()
    assert of_line | {"count", "not_possible"} == OF_LINE.keys()
