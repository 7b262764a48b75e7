"""What decides: pure, without Django. Refusals are codes whose sentences stand in `words`."""
