# set: first
# What goes through a queue or an argument is a copy.
from multiprocessing import Process, Queue


class Point:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return "Point(%d)" % self.x


def change(items, point, q):
    items.append("child")
    point.x = 99
    q.put(items)
    q.put(point)


if __name__ == "__main__":
    q = Queue()
    items, point = ["main"], Point(1)
    p = Process(target=change, args=(items, point, q))
    p.start()
    print(q.get(), q.get())
    p.join()
    print(items, point)
