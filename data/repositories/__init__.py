"""Load and save for writes: functions that take a unit of work first."""
