"""What every command of the terminal needs: settings that can be used, and stopping with a sentence."""

import sys
from typing import Any, NoReturn

import click
from pydantic import ValidationError

from bot.settings import Settings


def settings_or_stop(**given: Any) -> Settings:
    """The settings of the environment; or every wrong one in a line, and the end."""
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = (f"{str(part['loc'][0]).upper()}: {part['msg']}" for part in error.errors(include_input=False))
        stop("These settings cannot be used:\n" + "\n".join(f"  {line}" for line in wrong))


def stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
