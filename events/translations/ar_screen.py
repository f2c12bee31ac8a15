SCREEN = {}
