# finds: lost-update, race
# outcomes: a b ab ba
# interleavings: 6
from threading import Thread

text = ""


def work(letter):
    global text
    text += letter


ts = [Thread(target=work, args=(letter,)) for letter in "ab"]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(text)
