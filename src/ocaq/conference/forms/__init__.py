"""What people type: shape and limits; meaning is for rules."""
