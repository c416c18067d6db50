import pytest

from storage import open_store

BACK_ENDS = {"sqlite": lambda folder: open_store(folder / "data", folder / "live", pepper=b"p" * 32)}
"""A new back-end joins the contract by one line."""


@pytest.fixture(params=BACK_ENDS)
def opened(request, tmp_path):
    """Opens the same store again and again; what is open at the end is closed."""
    stores = []

    def open_again():
        if stores:
            stores.pop().close()
        stores.append(BACK_ENDS[request.param](tmp_path))
        return stores[-1]

    yield open_again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened):
    return opened()
