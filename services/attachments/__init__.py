"""Photos and files of an order: rows in the database, content in a folder beside it."""
