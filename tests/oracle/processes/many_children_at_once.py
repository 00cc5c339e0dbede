# set: first
# Forty children wait at once, more end in between: those that have ended are counted no more.
import multiprocessing


def wait_for(event):
    event.wait()


def nothing():
    pass


if __name__ == "__main__":
    event = multiprocessing.Event()
    waiting = [multiprocessing.Process(target=wait_for, args=(event,)) for _ in range(40)]
    for n, p in enumerate(waiting):
        p.start()
        short = multiprocessing.Process(target=nothing)
        short.start()
        short.join()
    print(len(multiprocessing.active_children()))
    event.set()
    for p in waiting:
        p.join()
    print(len(multiprocessing.active_children()), {p.exitcode for p in waiting})
    few = multiprocessing.Process(target=nothing)
    few.start()
    few.join()
    print(few.exitcode, multiprocessing.active_children())
