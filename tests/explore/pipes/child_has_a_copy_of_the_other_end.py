# The child inherits both ends; closing main's does not end the pipe.
# finds: deadlock
from multiprocessing import Pipe, Process


def twice(end):
    while True:
        try:
            n = end.recv()
        except EOFError:
            break
        end.send(2 * n)


here, there = Pipe()
p = Process(target=twice, args=(there,))
p.start()
there.close()
here.send(3)
print(here.recv())
here.close()
p.join()
