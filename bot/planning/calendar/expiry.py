"""Until when we are let in: a secret or certificate that ends stops the calendar without a word."""

from datetime import date

from cryptography import x509

from bot.settings import Settings


def expiry(settings: Settings) -> date | None:
    """The last day of the secret or the certificate (UTC).

    None where it is not known: nobody told until when a secret holds (Entra tells it to nobody but administrators), or
    the certificate cannot be read.
    """
    file = settings.graph_certificate_file
    if file is None:
        return settings.graph_client_secret_until
    try:
        return x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc.date()
    except (OSError, ValueError):
        return None
