# finds: nothing
# outcomes: 42
# options: --outputs
from queue import Queue
from threading import Thread

asks, answers = Queue(), Queue()


def server():
    while (n := asks.get()) is not None:
        answers.put(n * 2)


t = Thread(target=server)
t.start()
asks.put(21)
print(answers.get())
asks.put(None)
t.join()
