# set: first
from multiprocessing import Condition, Process, Value


def turn(cond, whose, n):
    with cond:
        cond.wait_for(lambda: whose.value == n)
        print("turn of", n, flush=True)
        whose.value += 1
        cond.notify_all()


if __name__ == "__main__":
    cond, whose = Condition(), Value("i", 0)
    ps = [Process(target=turn, args=(cond, whose, n)) for n in (3, 1, 0, 2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    with cond:
        print(cond.wait(0.01), whose.value)
