"""Who may do what. Whether it can be done is said by `rules`."""

from ocaq.kernel.actor import Actor


def may_publish(by: Actor) -> bool:
    """Have something counted for good and publish its figures."""
    return by.has_role("staff", "system")
