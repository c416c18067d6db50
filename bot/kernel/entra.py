"""What Entra says when it gives no token, for whoever asks it."""

import re

CODE = re.compile(r"AADSTS\d+")

WHY = {
    "AADSTS7000215": "the secret is wrong; it is the value that is needed, not its number",
    "AADSTS7000222": "the secret has expired; make a new one",
    "AADSTS700016": "there is no such registration in this organisation",
    "AADSTS90002": "there is no such organisation",
    "AADSTS700027": "the certificate is not that of the registration",
    "AADSTS7000112": "the registration is switched off in this organisation",
}
"""Codes of Entra that an operator can mend (learn.microsoft.com/entra/identity-platform/reference-error-codes)."""


def code_in(text: str) -> str:
    """The code in what Entra says, such as AADSTS7000222; empty if there is none."""
    found = CODE.search(text)
    return found.group() if found else ""
