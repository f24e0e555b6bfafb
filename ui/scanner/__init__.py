"""The keyboard-wedge scanner: told from typing, held back until decided, and what a scan does."""
