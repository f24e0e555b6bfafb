"""What a repair costs: the price book and, later, the estimator."""
