"""O01: a bad setting is named at the start, with all the others, and without its value."""

from pathlib import Path
from time import monotonic

import pytest

from bot.environment import BadSettings, load
from bot.service import limits_of
from bot.settings import Settings
from tests.commandline.desk import TOKEN, TOKEN_PARTS, desk


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def faults_of(**settings: str) -> dict[str, str]:
    """What is wrong with each of these settings."""
    with pytest.raises(BadSettings) as refused:
        load(environ=settings)
    return {fault.name: fault.code for fault in refused.value.faults}


def token_of(settings: Settings) -> str:
    assert settings.token is not None
    return settings.token.get_secret_value()


def test_all_that_is_wrong_is_told_at_once_with_why_and_an_example(tmp_path: Path) -> None:
    """O01, O02."""
    (tmp_path / "file").touch()
    before = monotonic()
    ended = desk(
        tmp_path,
        "run",
        DESK_TOKEN="x" + TOKEN.replace(".", "-"),
        DESK_HTTP_PORT="abc",
        DESK_HTTP_HOST="1.2.3",
        DESK_DATA="file",
        DESK_LOG_LEVEL="loud",
        DESK_PROT="8081",
    )
    assert ended.code == 78
    assert ended.out == ""
    lines = ended.err.splitlines()
    assert len(lines) == 6
    assert any(line.startswith("DESK_PROT ") and "did you mean DESK_HTTP_PORT?" in line for line in lines)
    assert any("DESK_HTTP_PORT (in the environment) is no whole number" in line for line in lines)
    assert sum("for example" in line for line in lines) == 4
    assert not [part for part in (*TOKEN_PARTS, "abc", "loud", "8081") if part in ended.err]
    assert monotonic() - before < 10


def test_run_refuses_to_start_without_a_token_and_says_where_to_get_one(tmp_path: Path) -> None:
    ended = desk(tmp_path, "run")
    assert ended.code == 78
    assert ended.err.startswith("DESK_TOKEN is not set.")
    assert "Bot → Reset Token" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("given", [f" {TOKEN}\n", f'"{TOKEN}"', f"'{TOKEN}'\r\n", f'" {TOKEN} "'])
def test_blanks_line_breaks_and_quotes_around_the_token_do_no_harm(given: str) -> None:
    assert token_of(load(environ={"DESK_TOKEN": given})) == TOKEN


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (f"Bot {TOKEN}", "bot_prefix"),
        (TOKEN.replace(".", ". "), "blank_inside"),
        (TOKEN.replace(".", "\n"), "unprintable"),
        ("0123456789abcdef0123456789abcdef", "not_a_token"),
        ("a.b", "not_a_token"),
        ("$TOKEN.#.b", "not_a_token"),
    ],
)
def test_what_is_no_token_is_told_apart(given: str, code: str) -> None:
    assert faults_of(DESK_TOKEN=given) == {"DESK_TOKEN": code}


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("DESK_HTTP_PORT", "abc", "int_parsing"),
        ("DESK_HTTP_PORT", "80.5", "int_parsing"),
        ("DESK_HTTP_PORT", "-1", "greater_than_equal"),
        ("DESK_HTTP_PORT", "70000", "less_than_equal"),
        ("DESK_HTTP_HOST", "http://127.0.0.1", "not_a_host"),
        ("DESK_HTTP_HOST", "127.0.0.1:80", "not_a_host"),
        ("DESK_HTTP_HOST", "300.1.1.1", "not_a_host"),
        ("DESK_PUBLIC_URL", "desk.example", "not_an_origin"),
        ("DESK_PUBLIC_URL", "https://desk.example/api", "not_an_origin"),
        ("DESK_PUBLIC_URL", "https://[desk.example", "not_an_origin"),
        ("DESK_PUBLIC_URL", "https://desk.example:port", "not_an_origin"),
        ("DESK_PUBLIC_URL", "https://d\u00e9sk.example", "not_an_origin"),
        ("DESK_WEBHOOK_ALLOW", "10.0.0.0/8, http://hooks.lan", "not_an_allowance"),
        ("DESK_CALLS_PER_MINUTE", "0", "greater_than_equal"),
        ("DESK_TRUSTED_PROXIES", "10.0.0.0/8, proxy", "not_a_network"),
        ("DESK_TRUSTED_PROXIES", "10.0.0.1/8", "not_a_network"),
        ("DESK_LOG_LEVEL", "verbose", "literal_error"),
        ("DESK_LOG_FORMAT", "xml", "literal_error"),
        ("DESK_DATA", "a/b/file/c", "not_a_folder"),
        ("DESK_DATA", "a/b/file", "not_a_folder"),
        ("DESK_TOKEN_FILE", "nowhere", "unreadable"),
        ("DESK_TOKEN_FILE", "a/b/file", "empty"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(tmp_path: Path, name: str, given: str, code: str) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").touch()
    assert faults_of(**{name: given}) == {name: code}


@pytest.mark.parametrize("level", ["DEBUG", "Warning", "info"])
def test_upper_and_lower_case_are_one(level: str) -> None:
    assert load(environ={"DESK_LOG_LEVEL": level}).log_level == level.lower()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("DESK_PROT", "DESK_HTTP_PORT"),
        ("DESK_TOKN", "DESK_TOKEN"),
        ("desk_token", "DESK_TOKEN"),
        ("DESK_BOT_TOKEN", "DESK_TOKEN"),
        ("DESK_HOST", "DESK_HTTP_HOST"),
        ("DESK_LOGLEVEL", "DESK_LOG_LEVEL"),
        ("DESK_DATA_DIR", "DESK_DATA"),
    ],
)
@pytest.mark.parametrize("place", ["environment", "file"])
def test_an_unknown_name_is_refused_wherever_it_stands_with_the_nearest(
    tmp_path: Path, name: str, nearest: str, place: str
) -> None:
    if place == "file":
        (tmp_path / ".env").write_text(f"{name}=1\n")
    with pytest.raises(BadSettings) as refused:
        load(environ={name: "1"} if place == "environment" else {})
    (fault,) = refused.value.faults
    assert (fault.name, fault.code, fault.nearest) == (name, "unknown", nearest)


def test_the_environment_alone_suffices_and_goes_before_the_file(tmp_path: Path) -> None:
    assert load(environ={"DESK_HTTP_PORT": "1"}).http_port == 1
    (tmp_path / ".env").write_text("DESK_HTTP_PORT=2\nDESK_LOG_LEVEL=debug\n")
    settings = load(environ={"DESK_HTTP_PORT": "1"})
    assert (settings.http_port, settings.log_level) == (1, "debug")


def test_an_empty_value_counts_as_none() -> None:
    assert load(environ={"DESK_TOKEN": "", "DESK_HTTP_PORT": " "}) == Settings()


def test_the_file_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "\ufeff# a comment\r\nCOMPOSE_PROJECT_NAME=desk\r\n"
        "export DESK_DATA='data$HOME ${HOME}#1'\r\nDESK_HTTP_PORT=81 # why\r\n",
        encoding="utf-8",
    )
    settings = load(environ={"HOME": "/elsewhere"})
    assert settings.data == Path("data$HOME ${HOME}#1")
    assert settings.http_port == 81


def test_a_line_that_cannot_be_read_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DESK_HTTP_PORT=81\nDESK_LOG_LEVEL='debug\n")
    ended = desk(tmp_path, "health")
    assert ended.code == 78
    assert ended.err == ".env (in line 2 of .env) has a line that is not of the form NAME=value.\n"


def test_a_secret_can_be_handed_over_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{TOKEN}\n")
    assert token_of(load(environ={"DESK_TOKEN_FILE": "secret"}, need=frozenset({"DESK_TOKEN"}))) == TOKEN
    assert faults_of(DESK_TOKEN_FILE="secret", DESK_TOKEN=TOKEN) == {"DESK_TOKEN": "twice"}
    (tmp_path / "secret").write_text("Bot x")
    ended = desk(tmp_path, "run", DESK_TOKEN_FILE="secret")
    assert ended.err.startswith("DESK_TOKEN (in the file that DESK_TOKEN_FILE names) starts with the word Bot")


def test_no_form_of_the_settings_prints_the_token() -> None:
    settings = load(environ={"DESK_TOKEN": TOKEN})
    printed = [repr(settings), str(settings), settings.model_dump_json(), f"{settings.model_dump()}"]
    assert [text for text in printed if any(part in text for part in TOKEN_PARTS)] == []


def test_proxies_are_addresses_or_networks_and_reach_the_door() -> None:
    paces = {"DESK_CALLS_PER_MINUTE": "5", "DESK_OPENED_PER_MINUTE": "6", "DESK_LONG_PER_MINUTE": "7"}
    limits = limits_of(load(environ={"DESK_TRUSTED_PROXIES": "127.0.0.1, fd00::/8", **paces}))
    assert [str(each) for each in limits.proxies] == ["127.0.0.1/32", "fd00::/8"]
    assert (limits.calls_per_minute, limits.failures_per_minute) == (5, 100)
    assert (limits.opened_per_minute, limits.long_per_minute) == (6, 7)
