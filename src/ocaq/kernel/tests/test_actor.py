from ocaq.kernel.actor import ANONYMOUS, Actor, Grant, system


def test_a_grant_for_the_institution_covers_every_country():
    director = Actor(ref="user:1", grants=frozenset({Grant("director")}))

    assert director.has_role("director")
    assert director.has_role("director", country="DE")


def test_a_grant_for_a_country_covers_that_country_only():
    coordinator = Actor(ref="user:2", grants=frozenset({Grant("coordinator", "country", "DE")}))

    assert coordinator.has_role("coordinator", country="DE")
    assert not coordinator.has_role("coordinator", country="FR")
    assert not coordinator.has_role("coordinator")


def test_references_tell_what_kind_of_actor_it_is():
    assert Actor(ref="user:12").user_id == 12
    assert Actor(ref="registration:k7m").registration_ref == "k7m"
    assert system("demo").user_id is None
    assert ANONYMOUS.is_anonymous
