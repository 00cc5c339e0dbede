# set: first
from multiprocessing import Process, Queue


def worker(inbox, outbox):
    while True:
        item = inbox.get()
        if item is None:
            outbox.put("bye")
            break
        outbox.put((item, item * 2))


if __name__ == "__main__":
    inbox, outbox = Queue(), Queue()
    p = Process(target=worker, args=(inbox, outbox))
    p.start()
    for item in (1, 2.5, "ab", [1], (3,)):
        inbox.put(item)
    inbox.put(None)
    while (answer := outbox.get()) != "bye":
        print(answer)
    p.join()
    print(p.exitcode)
