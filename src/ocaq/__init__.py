"""Ocaq: one system for an institution that keeps a people abroad together."""
