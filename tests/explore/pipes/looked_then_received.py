# finds: nothing
# outcomes: word nothing
from multiprocessing import Pipe, Process


def send(end):
    end.send("word")


r, w = Pipe(duplex=False)
p = Process(target=send, args=(w,))
p.start()
word = r.recv() if r.poll() else "nothing"
p.join()
print(word)
