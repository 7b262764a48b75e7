"""What is asked of keys: by somebody who types, and by the night."""
