# set: first
import random

rng = random.Random(3)


def roll(n):
    return [rng.randint(1, 6) for _ in range(n)]


totals = [sum(roll(2)) for _ in range(600)]
print(all(2 <= t <= 12 for t in totals), len(set(totals)) == 11, 6 < sum(totals) / len(totals) < 8)
deck = [(r, s) for s in "SHDC" for r in range(1, 14)]
rng.shuffle(deck)
hands = [deck[i::4] for i in range(4)]
print([len(h) for h in hands], sorted(sum(hands, [])) == sorted((r, s) for s in "SHDC" for r in range(1, 14)))
secret, low, high, tries = rng.randint(1, 100), 1, 100, 0
while low <= high:
    tries += 1
    guess = (low + high) // 2
    if guess == secret:
        break
    if guess < secret:
        low = guess + 1
    else:
        high = guess - 1
print(tries <= 7, guess == secret)
state = rng.getstate()
first = rng.random()
rng.setstate(state)
print(first == rng.random())
