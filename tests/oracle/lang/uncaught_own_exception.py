# set: first
# exit: 1
# stderr: last

class TooHot(Exception):
    def __init__(self, degrees):
        self.degrees = degrees

    def __str__(self):
        return "%d degrees are too much" % self.degrees


class Oven:
    def __init__(self):
        self.degrees = 20

    def heat(self, by):
        self.degrees += by
        if self.degrees > 250:
            raise TooHot(self.degrees)


oven = Oven()
while True:
    print(oven.degrees)
    oven.heat(100)
