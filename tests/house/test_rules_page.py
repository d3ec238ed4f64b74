"""The page of the rules says what the code says: every action in each cell, every event by its name."""

import re
from pathlib import Path

from desk.events import EventType
from desk.permissions import TABLE, Action, Who

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
TICKET_COLUMNS = (Who.OWNER, Who.PARTICIPANT, Who.VIEWER, Who.RESPONDER, Who.MANAGER)


def rows(columns: int) -> dict[str, list[str]]:
    """The rows of the page's tables with that many columns, by the name in their first cell."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"]
    return {row[0].strip("`"): row[1:] for row in cells if len(row) == columns and row[0].startswith("`")}


def test_the_page_prints_each_cell_of_the_table_as_it_is() -> None:
    printed = {name: row[1:] for name, row in rows(7).items()}
    for name, cells in printed.items():
        who = TABLE[Action(name)]
        assert cells == ["yes" if column in who else "no" for column in TICKET_COLUMNS], name


def test_the_page_names_who_may_do_what_concerns_the_server() -> None:
    every_member = {"every member": Who.MEMBER}
    for name, (_, who) in {name: row for name, row in rows(3).items() if len(row) == 2}.items():
        names = {every_member.get(each, each) for each in re.split(r", ", who)}
        assert names == {each.value for each in TABLE[Action(name)]} or names == TABLE[Action(name)], name


def test_every_action_of_the_table_stands_on_the_page_and_no_other() -> None:
    assert {*rows(7), *rows(3)} == {action.value for action in Action}


def test_every_event_stands_on_the_page_and_no_other() -> None:
    assert set(rows(2)) == {event.value for event in EventType}
