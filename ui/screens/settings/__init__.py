"""Settings: the shop, tax, people, tills and printers, catalogue, database, this PC, about."""
