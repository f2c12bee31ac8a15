"""Adding to a data set's folder: drafts that are checked like files, written as a person would write them."""
