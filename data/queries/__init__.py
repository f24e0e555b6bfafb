"""Read models: functions that take a unit of work and return frozen rows, pages and id lists."""
