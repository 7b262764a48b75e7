"""What every page is made of: frame, components, type, colours, map, mail frame."""
