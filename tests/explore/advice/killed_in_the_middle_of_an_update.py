# terminate() asks nobody where it is.
# finds: cut, lost-update, race
# replays: no
from multiprocessing import Process, Value

v = Value("i", 0, lock=False)


def work():
    v.value += 1


p, q = Process(target=work), Process(target=work)
p.start()
q.start()
p.terminate()
p.join()
q.join()
print(v.value)
