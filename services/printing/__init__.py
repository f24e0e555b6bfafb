"""Everything that goes onto paper."""
