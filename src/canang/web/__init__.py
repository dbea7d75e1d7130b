"""The browser: the desk's work as pages, for one person on this machine. Loaded by ``canang web`` alone."""
