"""The screens, each in its own folder; they never import each other."""
