# set: first
# exit: 1
print("a mistake far below keeps this from running")


def fine():
    return 1


x = (1 + 2
y = 3
