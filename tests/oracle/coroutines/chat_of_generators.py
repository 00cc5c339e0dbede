# set: first
# Two generators talk through send; a third one listens to both.
def speaker(name, lines):
    heard = yield name + " is here"
    for line in lines:
        heard = yield "%s: %s (to %r)" % (name, line, heard)
    return name + " has left"


def listener():
    total = 0
    try:
        while True:
            text = yield total
            total += len(text)
    except GeneratorExit:
        print("listener heard", total, "characters")
        raise


a, b, ear = speaker("Ann", ["hello", "fine, and you?"]), speaker("Bob", ["how are you?", "well, bye", "really bye"]), listener()
next(ear)
print(next(a), "|", next(b))
said, turn = "", a
while True:
    try:
        said = turn.send(said[-12:])
    except StopIteration as e:
        print(e.value)
        break
    print(said)
    ear.send(said)
    turn = b if turn is a else a
ear.close()
b.close()
print(next(b, "Bob is closed"))
