"""Durable group-commit writes for bursts: votes, questions, leases. Acknowledged only when committed."""
