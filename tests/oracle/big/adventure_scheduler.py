# set: full
# A text adventure whose creatures are generators, run turn by turn by a scheduler.

class World:
    def __init__(self):
        self.rooms = {
            "cave": {"east": "hall", "items": ["lamp"]},
            "hall": {"west": "cave", "north": "tower", "south": "garden", "items": []},
            "tower": {"south": "hall", "items": ["crown"]},
            "garden": {"north": "hall", "items": ["apple", "rope"]},
        }
        self.where = {}
        self.turn = 0
        self.over = False

    def say(self, text, *args):
        print("  %02d: %s" % (self.turn, text % args if args else text))

    def at(self, name):
        return self.rooms[self.where[name]]

    def together(self, a, b):
        return self.where.get(a) == self.where.get(b)

    def move(self, name, direction):
        room = self.at(name)
        if direction not in room or direction == "items":
            raise WrongWay(name, direction)
        self.where[name] = room[direction]
        return room[direction]


class WrongWay(Exception):
    def __str__(self):
        return "%s cannot go %s" % self.args


class Caught(Exception):
    pass


def player(world, script):
    """Reads its commands from the script; one a turn. Gives back what it carries."""
    bag = []
    for line in script:
        verb, _, what = line.partition(" ")
        try:
            if verb == "go":
                world.say("you are in the %s", world.move("player", what))
            elif verb == "take":
                world.at("player")["items"].remove(what)
                bag.append(what)
                world.say("taken: %s", what)
            elif verb == "look":
                items = world.at("player")["items"]
                world.say("you see %s", ", ".join(sorted(items)) if items else "nothing")
            elif verb == "wait":
                for _ in range(int(what)):
                    yield "waiting"
            elif verb == "throw":
                bag.remove(what)
                world.at("player")["items"].append(what)
                world.say("you throw the %s", what)
            else:
                world.say("you do not know how to %s", verb)
        except WrongWay as e:
            world.say("%s", e)
        except ValueError:
            world.say("there is no %s here", what)
        try:
            yield verb
        except Caught as e:
            if "apple" in bag:
                bag.remove("apple")
                world.say("the troll takes your apple and lets you go")
            else:
                world.say("the troll has caught you: %s", e)
                world.over = True
                return bag
    world.say("the script ends")
    return bag


def walker(world, name, path):
    """Goes round and round on its path."""
    while True:
        for direction in path:
            yield "thinks"
            world.move(name, direction)
            yield "walks"


def patrol(world, name, path, tasks):
    """A walker that also catches: delegates its walking, looks after each step."""
    walking = walker(world, name, path)
    met = 0
    for what in walking:
        if what == "walks" and world.together(name, "player"):
            met += 1
            tasks.interrupt("player", Caught("meeting %d" % met))
        yield what


class Tasks:
    def __init__(self, world):
        self.world, self.tasks, self.pending, self.results = world, {}, [], {}

    def add(self, name, gen, room):
        self.tasks[name] = gen
        self.world.where[name] = room

    def interrupt(self, name, error):
        self.pending.append((name, error))

    def step(self, name, error=None):
        gen = self.tasks[name]
        try:
            gen.throw(error) if error else next(gen)
        except StopIteration as e:
            self.results[name] = e.value
            del self.tasks[name]

    def run(self, limit):
        while not self.world.over and "player" in self.tasks and self.world.turn < limit:
            self.world.turn += 1
            for name in list(self.tasks):
                if name in self.tasks:
                    self.step(name)
            while self.pending:
                name, error = self.pending.pop(0)
                if name in self.tasks:
                    self.step(name, error)
        for name, gen in self.tasks.items():
            gen.close()
        return self.results


def play(title, script, limit=40):
    print(title)
    world = World()
    tasks = Tasks(world)
    tasks.add("player", player(world, script), "cave")
    tasks.add("cat", walker(world, "cat", ["north", "south"]), "hall")
    tasks.add("troll", patrol(world, "troll", ["north", "south", "south", "north"], tasks), "hall")
    results = tasks.run(limit)
    print("  bag:", results.get("player"), "turns:", world.turn, "over:", world.over,
          "troll in", world.where["troll"], "cat in", world.where["cat"])


play("a careful one", ["look", "take lamp", "take lamp", "go up", "go east", "wait 2", "go south", "take apple", "look",
                       "go north", "go north", "take crown", "dance", "go south", "go west", "throw lamp", "look"])
play("a hasty one", ["go east", "go north", "take crown", "go south", "go south", "go north", "go west"])
play("a sleeper", ["wait 100"], limit=10)
play("nobody", [])
