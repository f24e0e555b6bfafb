"""The board: the queue's open orders as cards, one column for each status."""
