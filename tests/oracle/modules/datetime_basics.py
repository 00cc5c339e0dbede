# set: first
# keep: times
from datetime import date, datetime, time, timedelta

d = date(2024, 2, 28)
print(d, d.year, d.month, d.day, d.weekday(), d.isoweekday(), d + timedelta(days=2), repr(d))
print(date(2024, 3, 1) - d, (date(2025, 1, 1) - date(2024, 1, 1)).days, d < date(2025, 1, 1), d.isoformat(), d.replace(day=1))
t = datetime(2024, 5, 6, 7, 8, 9)
print(t, t.strftime("%Y/%m/%d %H:%M"), t + timedelta(hours=20), t.date(), t.time(), t.isoformat(), repr(t))
print(datetime.strptime("2024-12-31 23:59", "%Y-%m-%d %H:%M"), datetime.fromisoformat("2024-01-02T03:04:05"))
x = timedelta(days=1, hours=2, minutes=3)
print(x, x.total_seconds(), x.days, x.seconds, x * 2, x / 2, -x, timedelta(seconds=90), repr(timedelta(1, 5)), timedelta(milliseconds=1500))
print(timedelta(1) > timedelta(hours=23), sum([timedelta(1), timedelta(2)], timedelta()), t - datetime(2024, 5, 6))
print(d.strftime("%A %d %B %Y"), t.strftime("%j %U %p %I"), time(8, 30), date.fromordinal(738000), d.toordinal(), d.timetuple().tm_yday)
print(datetime.now() > t, isinstance(date.today(), date), datetime(2024, 1, 1, microsecond=5), datetime.now() - datetime.now() < timedelta(1))
for bad in (lambda: date(2023, 2, 29), lambda: datetime.strptime("x", "%Y"), lambda: d + 5):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
