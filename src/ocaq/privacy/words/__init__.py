from ocaq.privacy.words import asking, looks  # noqa: F401 - declare their sentences
