"""The people whose devices are repaired."""
