"""Effects outside the database, carried out after the commit."""
