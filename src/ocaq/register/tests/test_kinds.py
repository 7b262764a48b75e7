"""The kinds an institution begins with."""

import pytest
from django.core.management import call_command

from ocaq.register.models import Kind


@pytest.mark.django_db
def test_a_new_house_has_kinds_in_every_language() -> None:
    assert list(Kind.objects.order_by("position").values_list("code", flat=True)) == [
        "house",
        "council",
        "school",
        "association",
        "other",
    ]
    assert all(set(kind.title) == set(kind.plural) == {"en", "az", "ru", "ar"} for kind in Kind.objects.all())
    assert Kind.objects.get(spans_countries=True).code == "council"
    assert Kind.objects.get(teaches=True).code == "school"


@pytest.mark.django_db(transaction=True)
def test_kinds_of_an_institution_stay_as_they_are() -> None:
    Kind.objects.exclude(code="house").delete()
    Kind.objects.create(code="library", title={"en": "Library"}, plural={"en": "Libraries"})

    call_command("migrate", verbosity=0)

    assert set(Kind.objects.values_list("code", flat=True)) == {"house", "library"}
