"""What CONTRIBUTING.md says about adding a ritual, done: made, wired, tested, and taken away again.

A fence whose first line names a file is that file; ``diff`` changes one, hunk by hunk; ``(at the end)`` adds to one.
"""

import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
COPIED = ("bench", "bot", "rituals", "storage", "tests", "docs", "pyproject.toml", "README.md", "manifest.yml")
FENCE = re.compile(r"^```(python|diff|po) (\S+)( \(at the end\))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps():
    """Language, path, whether it is added at the end, and what stands in the fence."""
    return [match.groups() for match in FENCE.finditer((TOP / "CONTRIBUTING.md").read_text())]


def hunks(diff):
    """What stands there, and what stands there afterwards."""
    for hunk in diff.split("…\n"):
        lines = hunk.splitlines(keepends=True)
        yield (
            "".join(line[1:] for line in lines if line[0] in " -"),
            "".join(line[1:] for line in lines if line[0] in " +"),
        )


def do(top, *, undo=False):
    for kind, path, at_end, text in steps():
        file = top / path
        if kind == "python" and undo:
            file.unlink()
        elif kind == "python":
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        elif at_end:
            before = file.read_text()
            file.write_text(before.removesuffix(text) if undo else before + text)
        else:
            for old, new in hunks(text):
                replace_once(file, *((new, old) if undo else (old, new)))


def replace_once(file, old, new):
    before = file.read_text()
    assert before.count(old) == 1, f"stands {before.count(old)} times in {file.name}:\n{old}"
    file.write_text(before.replace(old, new))


def everything(top):
    """Every file, but for what tools leave behind."""
    found = {path.relative_to(top): path for path in top.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in found.items() if not name.parts[0].startswith(".")}


@pytest.fixture
def copy(tmp_path):
    ignored = shutil.ignore_patterns("__pycache__", "*.png")
    for name in COPIED:
        source = TOP / name
        shutil.copytree(source, tmp_path / name, ignore=ignored) if source.is_dir() else shutil.copy(source, tmp_path)
    return tmp_path


def run(top, *command, **more):
    environment = {**os.environ, "PYTHONPATH": str(top), "PYTHONDONTWRITEBYTECODE": "1", **more}
    done = subprocess.run(
        [sys.executable, *command], cwd=top, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


ROLE = re.compile(r":(?:class|func|mod|meth):`~?((?:bot|rituals|storage)[\w.]*)`|``((?:bot|rituals|storage)\.[\w.]+)``")


@pytest.mark.parametrize("room", ["bot", "rituals", "storage"])
def test_every_name_that_a_docstring_refers_to_exists(room):
    named = {
        (path.name, next(filter(None, match.groups())))
        for path in (TOP / room).rglob("*.py")
        for match in ROLE.finditer(path.read_text())
    }
    assert named
    assert sorted(each for each in named if not exists(each[1])) == []


def exists(name):
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


TESTS = (
    "tests/candle",
    "tests/test_rituals.py",
    "tests/views",
    "tests/storage/test_sqlite.py",
    "tests/operator/test_cli.py::test_what_people_are_told_about_themselves_is_what_the_schema_has",
    "tests/slack/test_blocks.py",
    "tests/teams/test_cards.py",
)
QUIET = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")


def test_a_ritual_is_added_as_it_says_and_can_be_taken_away(copy):
    before = everything(copy)
    do(copy)
    run(copy, *QUIET, "tests/slack/test_blocks.py", "tests/teams/test_cards.py", GOLDEN="write")
    run(copy, *QUIET, *TESTS)
    run(copy, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")
    run(copy, "-m", "ruff", "check", "--no-cache", "bot", "rituals", "storage", "tests")
    run(copy, "-m", "ruff", "format", "--no-cache", "--check", "bot", "rituals", "storage", "tests")
    do(copy, undo=True)
    golden = {path: content for path, content in before.items() if path.startswith("tests/golden")}
    after = {path: content for path, content in everything(copy).items() if not path.startswith("tests/golden")}
    assert after | golden == before


def test_a_line_that_is_not_there_any_more_is_found(copy):
    (copy / "bot/views/rooms.py").write_text("ROOMS = ()\n")
    with pytest.raises(AssertionError, match="stands 0 times in rooms.py"):
        do(copy)
