"""The shop, its tills, printers, taxes and terms."""
