"""The window around the screens: rail, search line, status bar, notices."""
