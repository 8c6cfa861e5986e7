"""Real processes, real cuts: what is left after everything that can happen to a server, its store and its line."""
