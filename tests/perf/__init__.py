"""Measures the budgets and wears the intake out; see docs/benchmarks.md."""
