# finds: nothing
# outcomes: "['a', 'b']" "['b', 'a']"
from multiprocessing import Pipe, Process


def send(end, word):
    end.send(word)


r, w = Pipe(duplex=False)
ps = [Process(target=send, args=(w, word)) for word in ("a", "b")]
for p in ps:
    p.start()
got = [r.recv(), r.recv()]
for p in ps:
    p.join()
print(got)
