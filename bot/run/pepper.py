"""The secret that marks of who took part are made with. It lies outside both database folders and every backup."""

import os
import secrets
from pathlib import Path

PEPPER_BYTES = 32
SHORTEST, LONGEST = 16, 64


class PepperUnusable(Exception):
    """The file cannot be read, or does not hold a key. The message is a sentence for the operator."""


def read_or_make(file: Path) -> bytes:
    """The key in ``file``, made at the first start with rights for its owner alone.

    Raises:
        PepperUnusable: it cannot be read or written, or is no key.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
        except FileExistsError:
            pepper = file.read_bytes()
        else:
            pepper = secrets.token_bytes(PEPPER_BYTES)
            with os.fdopen(descriptor, "wb") as made:
                made.write(pepper)
                made.flush()
                os.fsync(made.fileno())
    except OSError as error:
        raise PepperUnusable(f"The key file {file} cannot be used: {error.strerror}.") from error
    if not SHORTEST <= len(pepper) <= LONGEST:
        raise PepperUnusable(f"The key file {file} must hold {SHORTEST} to {LONGEST} bytes, and holds {len(pepper)}.")
    return pepper
