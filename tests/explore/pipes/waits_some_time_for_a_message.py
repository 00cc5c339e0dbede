# The message may come late, but nobody else holds it up: a wait that is over before is an early time-out.
# finds: nothing
# outcomes: word
# replays: no
from multiprocessing import Pipe, Process


def send(end):
    end.send("word")


r, w = Pipe(duplex=False)
p = Process(target=send, args=(w,))
p.start()
word = r.recv() if r.poll(5) else "nothing"
p.join()
print(word)
