# set: first
# A traffic light, a vending machine, and a parser as state machines.
LIGHTS = {"red": "green", "green": "yellow", "yellow": "red"}
state = "red"


def step():
    global state
    state = LIGHTS[state]
    return state


print([step() for _ in range(5)], state)


class Vending:
    PRICES = {"tea": 3, "cake": 5}

    def __init__(self):
        self.money = 0
        self.state = self.idle

    def idle(self, event):
        if isinstance(event, int):
            self.money += event
            self.state = self.paying
            return "have %d" % self.money
        return "insert money"

    def paying(self, event):
        if isinstance(event, int):
            self.money += event
            return "have %d" % self.money
        if event == "cancel":
            back, self.money, self.state = self.money, 0, self.idle
            return "returned %d" % back
        price = self.PRICES.get(event)
        if price is None:
            return "no " + event
        if price > self.money:
            return "%d missing" % (price - self.money)
        change, self.money, self.state = self.money - price, 0, self.idle
        return "%s and %d back" % (event, change)

    def send(self, event):
        return self.state(event)


v = Vending()
for event in ["tea", 2, "tea", 2, "beer", "tea", 1, "cancel", "cancel", 5, "cake"]:
    print(event, "->", v.send(event), "|", v.state.__name__)


def parser():
    """key=value;key=value, with quotes, as a coroutine fed with characters."""
    out, key = {}, ""
    while True:
        c = yield out
        if c == "=":
            value, quoted = "", False
            while True:
                c = yield out
                if c == '"':
                    quoted = not quoted
                elif c in (";", None) and not quoted:
                    break
                else:
                    value += c
            out[key.strip()] = value
            key = ""
        else:
            key += c


p = parser()
next(p)
for c in 'a=1;b="x;y";  c=' + "中":
    p.send(c)
print(p.send(None))
