# set: first
# order: exact
# A parcel service: a depot of processes with queues, pipes, a pool, a manager's ledger, shared counters and locks.
import multiprocessing as mp
import random
import threading
from multiprocessing.managers import BaseManager


class Parcel:
    def __init__(self, number, weight, town):
        self.number, self.weight, self.town = number, weight, town

    def __repr__(self):
        return "Parcel(%d, %d kg, %s)" % (self.number, self.weight, self.town)


class TooHeavy(Exception):
    def __init__(self, parcel):
        super().__init__(parcel)        # what it is made of again in another process
        self.parcel = parcel

    def __str__(self):
        return "parcel %d weighs %d kg" % (self.parcel.number, self.parcel.weight)


class Tariff:
    """Lives in a server of its own."""

    def __init__(self, base):
        self.base, self.asked = base, 0
        self.lock = threading.Lock()  # the server has a thread for each that asks

    def price(self, weight, town):
        with self.lock:
            self.asked += 1
        return self.base + weight * (2 if town == "North" else 1)

    def count(self):
        return self.asked


class OfficeManager(BaseManager):
    pass


OfficeManager.register("Tariff", Tariff)
TOWNS = ("North", "South", "East", "West")


def counter_clerk(seed, count, belt, done):
    rng = random.Random(seed)
    for i in range(count):
        belt.put(Parcel(seed * 100 + i, rng.randrange(1, 40), rng.choice(TOWNS)))
    with done.get_lock():
        done.value += 1


def sorter(belt, lorries, weights, refused):
    while True:
        parcel = belt.get()
        if parcel is None:
            belt.task_done()
            return
        try:
            if parcel.weight > 30:
                raise TooHeavy(parcel)
            place = TOWNS.index(parcel.town)
            lorries[place].put(parcel)
            with weights.get_lock():
                weights[place] += parcel.weight
        except TooHeavy as e:
            refused.put(e)
        belt.task_done()


def driver(town, load, office, ledger, lock, tariff):
    """Takes the load, asks the price of each parcel, reports over a pipe."""
    income = 0
    while True:
        parcel = load.get()
        if parcel is None:
            break
        price = tariff.price(parcel.weight, town)
        income += price
        with lock:
            entry = ledger.get(town, [])
            entry.append(parcel.number)
            ledger[town] = entry
    office.send((town, income))
    office.close()


def check_digit(numbers):
    return sum(n * (i + 1) for i, n in enumerate(sorted(numbers))) % 97


def audit(town, numbers):
    if not numbers:
        raise LookupError("nothing for " + town)
    return town, check_digit(numbers)


if __name__ == "__main__":
    belt = mp.JoinableQueue(5)
    lorries = [mp.Queue() for _ in TOWNS]
    weights = mp.Array("i", len(TOWNS))
    done = mp.Value("i", 0)
    refused = mp.SimpleQueue()
    lock = mp.Lock()
    with OfficeManager() as office, mp.Manager() as books:
        tariff = office.Tariff(3)
        ledger = books.dict()
        pipes = [mp.Pipe(duplex=False) for _ in TOWNS]
        drivers = [mp.Process(target=driver, name="driver-" + town, args=(town, lorries[i], pipes[i][1], ledger, lock, tariff))
                   for i, town in enumerate(TOWNS)]
        sorters = [mp.Process(target=sorter, args=(belt, lorries, weights, refused)) for _ in range(2)]
        clerks = [mp.Process(target=counter_clerk, args=(seed, 15, belt, done)) for seed in (1, 2, 3)]
        for p in drivers + sorters + clerks:
            p.start()
        for _, end in pipes:
            end.close()
        for p in clerks:
            p.join()
        print("clerks are done:", done.value)
        belt.join()
        for _ in sorters:
            belt.put(None)
        for p in sorters:
            p.join()
        for lorry in lorries:
            lorry.put(None)
        income = {}
        for receiver, _ in pipes:
            town, earned = receiver.recv()
            income[town] = earned
            try:
                receiver.recv()
            except EOFError:
                print(town, "has reported")
        for p in drivers:
            p.join()
        delivered = sum(len(numbers) for numbers in ledger.values())
        late = []
        while not refused.empty():
            late.append(refused.get())
        print("delivered", delivered, "refused", len(late), "of", 45)
        print(sorted(str(e) for e in late)[:2], {type(e).__name__ for e in late})
        print("weights", weights[:], sum(weights))
        print("income", [income[t] for t in TOWNS], "asked", tariff.count() == delivered)
        print("in the books", sorted((town, len(numbers)) for town, numbers in ledger.items()))
        with mp.Pool(2) as auditors:
            print(sorted(auditors.starmap(audit, sorted(ledger.items()))))
            try:
                auditors.apply(audit, ("Nowhere", []))
            except LookupError as e:
                print("audit:", e)
    print([p.exitcode for p in drivers + sorters + clerks], mp.active_children())
