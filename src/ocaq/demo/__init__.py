"""A believable seeded institution, built through commands; present in demo mode only."""
