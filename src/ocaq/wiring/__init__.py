"""The only place where two institutions meet: when this happens there, do that here."""
