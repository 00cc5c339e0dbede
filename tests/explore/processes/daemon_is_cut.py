# The daemon may be ended before it has stored anything, or with the lock of the value, which main then waits for.
# finds: deadlock
# outcomes: 0 1 deadlock
from multiprocessing import Process, Value


def work(v):
    v.value = 1


if __name__ == "__main__":
    v = Value("i", 0)
    p = Process(target=work, args=(v,), daemon=True)
    p.start()
    p.terminate()
    p.join()
    print(v.value)
