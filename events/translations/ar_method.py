METHOD = {}
