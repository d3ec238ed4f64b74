"""Processes that are killed and disks that fail: what was acknowledged is there, and what is unknown was called so."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests import forked
from tests.storage.desk_process import WRITERS
from tests.storage.lines import ROOT, add, on_disk, open_lines, texts

COMPILER = shutil.which("cc")


def child(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.storage.desk_process", *arguments]


async def start_again(folder: Path) -> list[str]:
    async with open_lines(folder) as store:
        kept = await store.read(texts)
        await store.write(add, f"after {len(kept)}")
        return kept


def check(folder: Path, acknowledged: list[str], *, kills: int) -> None:
    kept = asyncio.run(start_again(folder))
    found = Counter(kept)
    assert not [text for text in acknowledged if found[text] != 1]
    # What was not acknowledged can be there, but no more of it than was being written.
    unheard = [text for text in kept if text not in set(acknowledged) and not text.startswith("after")]
    assert len(unheard) <= WRITERS * kills


def test_what_was_acknowledged_survives_any_kill(tmp_path: Path) -> None:
    """Killed from outside, at whatever moment that is, again and again over one store."""
    acknowledged: list[str] = []
    for kills, heard in enumerate((1, 7, 50, 400, 1500), start=1):
        command = child("die", str(tmp_path), "never", "0")
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            acknowledged += [process.stdout.readline().strip() for _ in range(heard)]
            process.kill()
            # What is still in the pipe was acknowledged too; a line cut short was not wholly said.
            acknowledged += [
                line.strip() for line in process.stdout.read().splitlines(keepends=True) if line[-1] == "\n"
            ]
        check(tmp_path, acknowledged, kills=kills)


@pytest.mark.parametrize(
    "point", ["store.after_begin", "store.before_commit", "store.after_commit", "store.before_answer"]
)
def test_what_was_acknowledged_survives_a_kill_between_any_two_steps(tmp_path: Path, point: str) -> None:
    killed = forked.run("-m", "tests.storage.desk_process", "die", str(tmp_path), point, "5")
    assert killed.code == -9, killed.err
    acknowledged = killed.out.split("\n")[:-1]
    assert acknowledged
    check(tmp_path, acknowledged, kills=1)


_SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether the log behind this descriptor is to fail in this way now. */
static int fails(int fd, const char *kind) {
    char link[64], target[4096], wanted[16] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, target, sizeof target - 1);
    if (length < 4 || memcmp(target + length - 4, "-wal", 4)) return 0;
    FILE *file = fopen(getenv("FAULT"), "r");
    if (!file) return 0;
    if (!fgets(wanted, sizeof wanted, file)) wanted[0] = 0;
    fclose(file);
    return !strcmp(wanted, kind);
}
#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
static ssize_t no(int code) { errno = code; return -1; }

int fsync(int fd) { REAL(fsync); return fails(fd, "sync") ? no(EIO) : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fails(fd, "sync") ? no(EIO) : real(fd); }
#define WRITE(name, type) ssize_t name(int fd, const void *data, size_t size, type at) { REAL(name); \
    return fails(fd, "write") ? no(EIO) : fails(fd, "room") ? no(ENOSPC) : fails(fd, "readonly") ? no(EROFS) \
    : real(fd, data, size, at); }
WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)
"""


@pytest.fixture(scope="module")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if COMPILER is None or sys.platform != "linux":
        pytest.skip("no C compiler: a failing disk cannot be put under SQLite")
    folder = tmp_path_factory.mktemp("shim")
    (folder / "shim.c").write_text(_SHIM)
    library = folder / "shim.so"
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", library, folder / "shim.c", "-ldl"], check=True)
    return library


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("sync", "one OutcomeUnknown OutcomeUnknown StoreClosed True"),
        ("write", "one StoreFailed StoreFailed four False"),
        ("readonly", "one StoreFailed StoreFailed four False"),
        ("room", "one StoreFull StoreFull four False"),
    ],
)
def test_a_disk_that_fails_under_a_commit(tmp_path: Path, failing_disk: Path, kind: str, answers: str) -> None:
    fault = tmp_path / "fault"
    environment = os.environ | {"LD_PRELOAD": str(failing_disk), "FAULT": str(fault)}
    command = child("fail", str(tmp_path), str(fault), kind)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == answers, done.stderr
    kept = on_disk(tmp_path)
    if kind == "sync":
        # Either is a true answer to a question that was called open.
        assert kept in (["one"], ["one", "two", "three"])
    else:
        assert kept == ["one", "four"]
