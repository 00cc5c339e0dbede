# Each possibility is tried.
# finds: nothing
# outcomes: heads tails
import random
from threading import Thread

side = None


def toss():
    global side
    side = random.choice(["heads", "tails"])


t = Thread(target=toss)
t.start()
t.join()
print(side)
