"""Synthetic people who try the whole product over public HTTP and judge it by what they themselves saw."""
