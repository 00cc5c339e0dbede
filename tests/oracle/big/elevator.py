# set: full
# An elevator as a thread with a condition; passengers are threads; the log must make sense.
import threading

FLOORS = 6


class Elevator:
    def __init__(self):
        self.cond = threading.Condition()
        self.floor = 0
        self.up = True
        self.calls = set()
        self.inside = 0
        self.log = []
        self.stops = [0] * FLOORS
        self.running = True

    def ahead(self):
        if self.up:
            return any(c > self.floor for c in self.calls)
        return any(c < self.floor for c in self.calls)

    def step(self):
        """One decision; the lock is held."""
        if self.floor in self.calls:
            self.calls.discard(self.floor)
            self.stops[self.floor] += 1
            self.log.append(("stop", self.floor))
            self.cond.notify_all()
            return
        if not self.ahead():
            self.up = not self.up
        if self.ahead():
            self.floor += 1 if self.up else -1
            self.log.append(("move", self.floor))

    def run(self):
        with self.cond:
            while True:
                while self.running and not self.calls:
                    self.cond.wait()
                if not self.running and not self.calls:
                    return
                self.step()
                self.cond.wait(0.0005)

    def travel(self, name, start, goal):
        with self.cond:
            self.calls.add(start)
            self.cond.notify_all()
            self.wait_at(start)
            self.inside += 1
            self.log.append(("in", name))
            self.calls.add(goal)
            self.cond.notify_all()
            self.wait_at(goal)
            self.inside -= 1
            self.log.append(("out", name))

    def wait_at(self, floor):
        while self.floor != floor or floor in self.calls:
            if self.floor != floor and floor not in self.calls:     # it left before this thread woke
                self.calls.add(floor)
                self.cond.notify_all()
            self.cond.wait(0.05)

    def shut(self):
        with self.cond:
            self.running = False
            self.cond.notify_all()


def check(log, people):
    """Replays the log: one floor at a time, everyone in before out, at the right floors."""
    floor, inside, problems = 0, {}, []
    for what, x in log:
        if what == "move":
            if abs(x - floor) != 1 or not 0 <= x < FLOORS:
                problems.append("jump from %d to %d" % (floor, x))
            floor = x
        elif what == "in":
            if floor != people[x][0]:
                problems.append("%s got in at %d" % (x, floor))
            inside[x] = floor
        elif what == "out":
            if x not in inside:
                problems.append("%s was not inside" % x)
            elif floor != people[x][1]:
                problems.append("%s got out at %d" % (x, floor))
            inside.pop(x, None)
    return problems, inside


def main():
    people = {"Ann": (0, 5), "Bob": (3, 1), "Cy": (2, 4), "Di": (5, 0), "Ed": (1, 2)}
    lift = Elevator()
    motor = threading.Thread(target=lift.run)
    motor.start()
    riders = [threading.Thread(target=lift.travel, args=(name, a, b)) for name, (a, b) in people.items()]
    for r in riders:
        r.start()
    for r in riders:
        r.join()
    lift.shut()
    motor.join()
    problems, inside = check(lift.log, people)
    print("problems:", problems, "still inside:", inside, lift.inside)
    print("all went in and out:", sorted(x for w, x in lift.log if w == "in") == sorted(x for w, x in lift.log if w == "out"))
    print("stops at every floor:", [s > 0 for s in lift.stops])
    print("motor alive:", motor.is_alive())


main()
