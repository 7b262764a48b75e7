"""The programs of strangers, built once."""

from pathlib import Path

import pytest

from tests.strangers import foreign


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return foreign.build_go(tmp_path_factory.mktemp("go"))


@pytest.fixture(scope="session")
def npm(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return foreign.install_npm(tmp_path_factory.mktemp("npm"))
