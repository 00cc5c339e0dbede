# finds: nothing
# outcomes: 6
from multiprocessing import Pipe, Process


def twice(end, other):
    other.close()
    while True:
        try:
            n = end.recv()
        except EOFError:
            break
        end.send(2 * n)


here, there = Pipe()
p = Process(target=twice, args=(there, here))
p.start()
there.close()
here.send(3)
n = here.recv()
here.close()
p.join()
print(n)
