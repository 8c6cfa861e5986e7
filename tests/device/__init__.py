"""The reference device: by itself, against a scripted server, and against the real one whatever happens."""
