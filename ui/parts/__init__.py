"""Small widgets and painters every screen is built from."""
