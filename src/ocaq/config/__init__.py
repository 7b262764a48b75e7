"""How the house is put together: environment, settings, addresses, server, commands."""
