"""Small checks that find what is wrong with a piece of JSON and where, in the words Slack uses."""

from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any, str, "Report"], None]


class Report:
    """What was wrong, and which ids were already used."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.block_ids: set[str] = set()
        self.focused = 0

    def add(self, problem: str, path: str) -> None:
        self.problems.append(f"{problem} [json-pointer:{path}]")

    @property
    def messages(self) -> list[str]:
        return [f"[ERROR] {problem}" for problem in self.problems]


def string(longest: int, shortest: int = 0) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("must be a string", path)
        elif len(value) > longest:
            report.add(f"must be less than {longest + 1} characters", path)
        elif len(value) < shortest:
            report.add(f"must be more than {shortest - 1} characters", path)

    return check


def number(low: int, high: int) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            report.add("must be a valid integer", path)
        elif not low <= value <= high:
            report.add(f"must be between {low} and {high}", path)

    return check


def any_number(value: Any, path: str, report: Report) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        report.add("must be a number", path)


def boolean(value: Any, path: str, report: Report) -> None:
    if not isinstance(value, bool):
        report.add("must be a boolean", path)


def anything(_value: Any, _path: str, _report: Report) -> None:
    """Recorded, not looked at."""


def one_of(*allowed: Any) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if value not in allowed:
            report.add("value is not allowed", path)

    return check


def listed(item: Check, fewest: int, most: int) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add("must be an array", path)
            return
        if len(value) > most:
            report.add(f"no more than {most} items allowed", path)
        if len(value) < fewest:
            report.add(f"no fewer than {fewest} items allowed", path)
        for index, one in enumerate(value):
            item(one, f"{path}/{index}", report)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these fields and no others."""
    known = {**required, **optional}

    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("must be an object", path)
            return
        for name in required:
            if name not in value:
                report.add(f"missing required field: {name}", path)
        for name, one in value.items():
            if name in known:
                known[name](one, f"{path}/{name}", report)
            else:
                report.add(f"unknown field: {name}", f"{path}/{name}")

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object whose type decides which fields it has."""

    def check(value: Any, path: str, report: Report) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind in kinds:
            kinds[kind](value, path, report)
        else:
            report.add(f"unsupported type: {kind}", f"{path}/type")

    return check


def both(*checks: Check) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        for one in checks:
            one(value, path, report)

    return check


def exactly_one(*names: str) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if isinstance(value, dict) and sum(name in value for name in names) != 1:
            report.add(f"exactly one of {', '.join(names)} is required", path)

    return check


def at_least_one(*names: str) -> Check:
    def check(value: Any, path: str, report: Report) -> None:
        if isinstance(value, dict) and not any(name in value for name in names):
            report.add(f"one of {', '.join(names)} is required", path)

    return check
