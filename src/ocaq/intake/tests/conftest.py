from ocaq.live.tests.fixtures import build, house, migrated, room

__all__ = ["build", "house", "migrated", "room"]
