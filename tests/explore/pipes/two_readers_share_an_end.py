# A message is its length and its bytes: two who receive from the same end may each get a half.
# finds: exception, deadlock
from multiprocessing import Pipe, Process


def receive(end):
    end.recv()


r, w = Pipe(duplex=False)
ps = [Process(target=receive, args=(r,)) for _ in range(2)]
for p in ps:
    p.start()
w.send("one")
w.send("two")
for p in ps:
    p.join()
