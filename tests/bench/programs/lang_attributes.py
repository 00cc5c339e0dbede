class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, dx):
        self.x += dx
        return self.x


def run(n):
    p = Point(1, 2)
    for i in range(n):
        p.move(1)
        p.y = p.x + p.y & 1023
    return p.y


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
