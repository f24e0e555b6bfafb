"""The data floor: values, models, migrations, transactions, repositories and read queries.

It stores and finds; it knows no rule of the shop and nothing above it.
"""
