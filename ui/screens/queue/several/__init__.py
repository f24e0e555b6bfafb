"""Several orders at once: what can be done with them, the preview, and the doing."""
