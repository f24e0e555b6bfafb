"""What is shown when the shop's data can't be opened: what is the case, and what can be done."""
