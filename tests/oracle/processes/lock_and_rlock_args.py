# set: first
# Three children add to a file under one lock.
from multiprocessing import Lock, Process


def add_line(lock, name, n):
    for i in range(n):
        lock.acquire()
        try:
            with open("out.txt", "a") as f:
                f.write("%s %d\n" % (name, i))
        finally:
            lock.release()


if __name__ == "__main__":
    lock = Lock()
    ps = [Process(target=add_line, args=(lock, "w%d" % k, 5)) for k in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    lines = open("out.txt").read().splitlines()
    print(len(lines), [[x for x in lines if x.startswith("w%d" % k)] == ["w%d %d" % (k, i) for i in range(5)] for k in range(3)])
