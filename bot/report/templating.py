"""Jinja as every page of ours uses it: escaped, and a missing value is an error."""

from typing import TYPE_CHECKING, Any

from bot.report.bars import drawn

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(*packages: str, **more: Any) -> "Environment":
    """Templates of these packages, and those that all pages share. ``more``: what every template knows."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  not needed to answer

    made = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, "bot.report")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(drawn=drawn, **more)
    return made
