CARDS = {}
