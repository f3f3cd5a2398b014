"""Who is in an article: every name, whose it is, and every place that means them."""
