"""A team around a table, for every room."""

import pytest
from table import Table


@pytest.fixture
def table(tmp_path):
    table = Table(tmp_path)
    yield table
    table.store.close()
