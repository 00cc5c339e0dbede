# finds: nothing
# outcomes: "[1, 4, 9]"
from multiprocessing import Pipe, Process


def square(end):
    while True:
        n = end.recv()
        if n is None:
            break
        end.send(n * n)


here, there = Pipe()
p = Process(target=square, args=(there,))
p.start()
answers = []
for n in (1, 2, 3):
    here.send(n)
    answers.append(here.recv())
here.send(None)
p.join()
print(answers)
