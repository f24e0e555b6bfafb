"""People, roles and rights."""
