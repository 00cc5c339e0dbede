# set: first
# order: lane ^(child \d)
import multiprocessing


def worker(k, n):
    for i in range(n):
        print("child", k, "line", i)


if __name__ == "__main__":
    children = [multiprocessing.Process(target=worker, args=(k, 4)) for k in range(4)]
    for c in children:
        c.start()
    for c in children:
        c.join()
    print([c.exitcode for c in children], [c.is_alive() for c in children])
