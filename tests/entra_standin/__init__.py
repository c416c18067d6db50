"""A local stand-in for the login of Microsoft Entra, which the stand-ins for Teams and for Graph share."""

from entra_standin.login import Issuer, Login

__all__ = ["Issuer", "Login"]
