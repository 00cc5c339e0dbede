# set: first
# exit: 1
# stderr: last
class Player:
    def __init__(self, name):
        self.name = name


p = Player("Ann")
print(p.name)
print(p.score)
