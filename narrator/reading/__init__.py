"""Reading: a source (file, address, standard input) becomes an Article."""
