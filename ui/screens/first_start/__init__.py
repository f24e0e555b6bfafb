"""The first start: one calm page, or a sample shop to try."""
