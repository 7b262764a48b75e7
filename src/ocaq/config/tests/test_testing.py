"""No test hears of the one before it."""

import pytest
from django.utils import translation


@pytest.mark.parametrize("time", ["first", "again"])
def test_no_test_inherits_the_language_of_another(time: str) -> None:
    assert translation.get_language() == "en", time
    translation.activate("az")
