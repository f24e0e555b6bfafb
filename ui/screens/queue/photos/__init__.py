"""Photos and files of an order: small pictures in its panel, a viewer, adding and removing."""
