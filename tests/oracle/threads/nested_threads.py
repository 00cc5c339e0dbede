# set: first
# order: lines
# Threads that start threads.
import threading


def leaf(path):
    print("leaf", path)


def branch(path, depth):
    if depth == 0:
        leaf(path)
        return
    kids = [threading.Thread(target=branch, args=(path + c, depth - 1)) for c in "lr"]
    for k in kids:
        k.start()
    for k in kids:
        k.join()
    print("branch", path or "root")


branch("", 3)
