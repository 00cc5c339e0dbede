from shapes import kind


def name():
    return "round in a " + kind
