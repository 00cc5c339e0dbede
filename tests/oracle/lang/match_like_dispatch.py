# set: first
# Dispatch by dict, by getattr and by if chains: what people do instead of switch.

class Robot:
    def __init__(self):
        self.x = self.y = 0
        self.log = []

    def do_move(self, dx, dy):
        self.x += int(dx)
        self.y += int(dy)

    def do_say(self, *words):
        self.log.append(" ".join(words))

    def do_reset(self):
        self.__init__()

    def run(self, line):
        name, *args = line.split()
        action = getattr(self, "do_" + name, None)
        if action is None:
            return "unknown: " + name
        try:
            action(*args)
        except TypeError:
            return "wrong arguments for " + name
        except ValueError as e:
            return str(e)
        return (self.x, self.y, self.log)


r = Robot()
for line in ["move 1 2", "say hello there", "move 1", "jump", "move a b", "move -3 4", "reset"]:
    print(line, "=>", r.run(line))
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}


def rpn(text):
    stack = []
    for token in text.split():
        if token in ops:
            b, a = stack.pop(), stack.pop()
            stack.append(ops[token](a, b))
        else:
            stack.append(float(token))
    return stack


for e in ("1 2 +", "3 4 * 5 -", "1 0 /", "1 +"):
    try:
        print(e, "=", rpn(e))
    except (ZeroDivisionError, IndexError) as err:
        print(e, type(err).__name__, err)
