"""Who may do what. Whether it can be done is said by `rules`."""

from ocaq.kernel.actor import Actor


def may_plan(by: Actor) -> bool:
    """Plan conferences, their programme and rundown, and invite."""
    return by.has_role("staff", "director", "system")


def may_see_registrations(by: Actor) -> bool:
    return by.has_role("staff", "director", "system")


def may_count(by: Actor) -> bool:
    """Have a conference counted for good when it is over."""
    return by.has_role("staff", "system")


def may_direct(by: Actor) -> bool:
    """Hold the baton and call the show."""
    return by.has_role("director", "system")


def may_crew(by: Actor) -> bool:
    """Work in a department: lights, captions, the crew's half of the rundown."""
    return by.has_role("crew", "director", "system")


def may_moderate(by: Actor) -> bool:
    """Show, decline and close questions, and call hands."""
    return by.has_role("crew", "director", "system")


def may_look_in(by: Actor) -> bool:
    """See the hall without being registered, and the screens of those who run it; acting is another right."""
    return by.has_role("staff", "crew", "director", "system")


def may_change_registration(by: Actor, *, ref: str, user_id: int | None) -> bool:
    """Change or withdraw a registration: whoever holds its link, or the account it belongs to."""
    return by.registration_ref == ref or (user_id is not None and by.user_id == user_id)


def may_erase(by: Actor, *, ref: str, user_id: int | None) -> bool:
    """Erase a person: themselves, or staff whom they asked."""
    return by.has_role("staff", "system") or may_change_registration(by, ref=ref, user_id=user_id)
