"""Numbered events of a room, fanned out to everybody in it; presence tickets; one-second levels."""
