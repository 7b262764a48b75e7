"""Pure rules of the register: when two spellings are one name."""
