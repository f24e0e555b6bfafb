"""The Counter (F1): one page that takes a visit in, with the paper it will print beside it."""
