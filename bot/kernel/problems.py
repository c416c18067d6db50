"""What can be wrong with a setting that more than one part has, each as a sentence for the operator."""

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def with_address(name: str, url: str, own: str) -> Iterator[str]:
    """An address that is not the usual one must be a stand-in on this machine; secrets go to nobody else."""
    if url != own and not is_loopback(urlsplit(url).hostname or ""):
        yield f"{name} is for tests, and must be an address of this machine."


def with_certificate(name: str, file: Path) -> Iterator[str]:
    """A file that should hold a certificate and its private key, in PEM."""
    try:
        pem = file.read_text()
    except (OSError, ValueError):
        yield f"{name}: {file} cannot be read, or is no text."
        return
    for part in ("CERTIFICATE", "PRIVATE KEY"):
        if f"{part}-----" not in pem:
            yield f"{name}: {file} holds no {part}."
