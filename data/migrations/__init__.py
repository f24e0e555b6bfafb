"""The history of the schema, one revision a file. Revisions never import the models."""
