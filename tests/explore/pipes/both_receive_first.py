# finds: deadlock
from multiprocessing import Pipe, Process


def talk(end):
    word = end.recv()
    end.send(word)


here, there = Pipe()
p = Process(target=talk, args=(there,))
p.start()
print(here.recv())
here.send("hello")
p.join()
