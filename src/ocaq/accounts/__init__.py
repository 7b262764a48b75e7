"""Who signs in: accounts, roles and their scope, sessions."""
