"""What the tests stand on: guards, databases, fakes."""
