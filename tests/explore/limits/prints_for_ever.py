# What was printed is no part of a state: the loop is seen to be one, without an end.
# finds: stuck
from threading import Thread
def talk():
    while True:
        print("again")
for _ in range(2):
    Thread(target=talk).start()
