"""What is published: figures made from entries of the log, each opened to whoever asks how it is known."""
