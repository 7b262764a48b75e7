"""The doors for people: pages that make one call and answer."""
