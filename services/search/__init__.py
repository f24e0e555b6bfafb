"""One line that finds orders and customers."""
