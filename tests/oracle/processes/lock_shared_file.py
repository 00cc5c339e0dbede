# set: first
# A counter in a file, guarded by a lock between processes.
from multiprocessing import Lock, Process


def bump(lock, times):
    for _ in range(times):
        with lock:
            with open("counter.txt") as f:
                n = int(f.read())
            with open("counter.txt", "w") as f:
                f.write(str(n + 1))


if __name__ == "__main__":
    with open("counter.txt", "w") as f:
        f.write("0")
    lock = Lock()
    ps = [Process(target=bump, args=(lock, 10)) for _ in range(4)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(open("counter.txt").read())
