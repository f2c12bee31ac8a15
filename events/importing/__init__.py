"""Reading other people's files into the store. One file a format."""
