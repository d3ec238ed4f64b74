"""Importing a module does nothing else: no environment is needed, and nothing is opened, started or written."""

import ast
import json
import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT, room_modules

# Where the process's environment may be read.
READS_ENVIRONMENT = {"bot/environment.py"}

IMPORT_ALL = """
import asyncio, importlib, json, os, sys, threading

effects = []
WATCHED = {"socket.bind", "socket.connect", "sqlite3.connect", "subprocess.Popen", "os.mkdir", "os.remove", "os.rename"}

def watch(event, arguments):
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if event in WATCHED or writes:
        effects.append(f"{name}: {event} {arguments[0]!r}")

sys.path.insert(0, sys.argv[1])
sys.addaudithook(watch)
for name in json.loads(sys.argv[2]):
    importlib.import_module(name)
effects += [f"thread {thread.name}" for thread in threading.enumerate() if thread is not threading.main_thread()]
print(json.dumps(effects))
"""


def test_every_module_is_imported_without_environment_and_without_effect(tmp_path: Path) -> None:
    names = [module.dotted for module in room_modules()]
    command = [sys.executable, "-B", "-c", IMPORT_ALL, str(ROOT), json.dumps(names)]
    done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, timeout=50, check=False)
    assert done.stderr == ""
    assert json.loads(done.stdout) == []
    assert list(tmp_path.iterdir()) == []


def test_the_environment_is_read_by_the_settings_alone() -> None:
    def reads(node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv", "os.environb"}

    readers = {module.path for module in room_modules() for node in module.nodes if reads(node)}
    assert readers - READS_ENVIRONMENT == set()
