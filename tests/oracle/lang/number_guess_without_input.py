# set: first
def guesses(low, high):
    while low <= high:
        middle = (low + high) // 2
        answer = yield middle
        if answer == "higher":
            low = middle + 1
        elif answer == "lower":
            high = middle - 1
        else:
            return middle


def play(secret):
    g = guesses(1, 100)
    guess = next(g)
    tried = [guess]
    try:
        while True:
            guess = g.send("higher" if guess < secret else "lower" if guess > secret else "right")
            tried.append(guess)
    except StopIteration as e:
        return e.value, tried


for secret in (50, 1, 100, 37):
    found, tried = play(secret)
    print(secret, found == secret, len(tried), tried)
print(max(len(play(n)[1]) for n in range(1, 101)))
