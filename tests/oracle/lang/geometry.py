"""A little module beside the programs that import it."""

PI = 3

_secret = "not exported by *"
loaded = []
loaded.append(__name__)


def area(r):
    """Area of a circle, roughly."""
    return PI * r * r


def set_pi(value):
    global PI
    PI = value


class Square:
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2


if __name__ == "__main__":
    print("run as a program")
