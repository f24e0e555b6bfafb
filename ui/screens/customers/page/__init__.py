"""The page of one customer, section by section."""
