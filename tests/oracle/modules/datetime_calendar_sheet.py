# set: first
# keep: times
from datetime import date, datetime, timedelta

first = date(2024, 2, 1)
print(first.strftime("%B %Y"))
print("Mo Tu We Th Fr Sa Su")
row = ["  "] * first.weekday()
day = first
while day.month == 2:
    row.append("%2d" % day.day)
    if len(row) == 7:
        print(" ".join(row))
        row = []
    day += timedelta(days=1)
print(" ".join(row))


def easter(y):
    a, b, c = y % 19, y // 100, y % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(y, f // 31, f % 31 + 1)


print([easter(y).isoformat() for y in (2023, 2024, 2025)])
start = datetime(2024, 3, 30, 22, 30)
for hours in (1, 2, 26):
    print(start + timedelta(hours=hours), (start + timedelta(hours=hours)).strftime("%a %H:%M"))
print((date(2025, 1, 1) - date(2024, 1, 1)).days, [y for y in range(1995, 2006) if (date(y + 1, 1, 1) - date(y, 1, 1)).days == 366])
print(sorted([date(2024, 5, 1), date(2023, 5, 1), date(2024, 1, 9)])[0], max(date(2020, 1, 1), date(2019, 1, 1)))
