# set: first
# Objects that exist before the fork exist twice after it.
import os


class Box:
    made = 0

    def __init__(self, value):
        self.value = value
        Box.made += 1


box = Box([1])
pid = os.fork()
if pid == 0:
    box.value.append("child")
    Box("another")
    print("child:", box.value, Box.made)
    os._exit(0)
os.wait()
print("parent:", box.value, Box.made)
