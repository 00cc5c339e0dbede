# finds: exception
from multiprocessing import Pipe, Process


def take_one(end):
    end.recv()


r, w = Pipe(duplex=False)
p = Process(target=take_one, args=(r,))
p.start()
r.close()
w.send(1)
w.send(2)
w.send(3)
p.join()
