"""What the shop does. No Qt, no SQL; one folder per feature (docs/architecture.md)."""
