"""What was published of a check-out ↔ a row: check-outs keep it, and months are made of it."""

from datetime import date

from rituals.checkout.checkout import Form, Release
from rituals.checkout.publication import Band, Bands, Published
from rituals.checkout.questions import SetName
from rituals.kernel.identifiers import CheckOutId, SpaceId
from storage.rows import Row

RELEASE_COLUMNS = "id, space, form, name, version, closed_on, turnout, bands"


def release_to_row(release: Release) -> Row:
    published = release.published
    return (
        release.id,
        release.space,
        release.form.value,
        release.name.value,
        release.version,
        release.closed_on.isoformat(),
        published.turnout if published else None,
        _bands_to_text(published.bands) if published else None,
    )


def release_from_row(row: Row) -> Release:
    return Release(
        id=CheckOutId(row[0]),
        space=SpaceId(row[1]),
        form=Form(row[2]),
        name=SetName(row[3]),
        version=row[4],
        closed_on=date.fromisoformat(row[5]),
        published=None if row[6] is None else Published(turnout=row[6], bands=_bands_from_text(row[7])),
    )


def _bands_to_text(bands: Bands) -> str:
    """One letter a choice, a space between questions: what is kept of a check-out is a few dozen bytes."""
    return " ".join("".join(band.value[0] for band in question) for question in bands)


def _bands_from_text(text: str) -> Bands:
    letters = {band.value[0]: band for band in Band}
    return tuple(tuple(letters[letter] for letter in question) for question in text.split(" "))
