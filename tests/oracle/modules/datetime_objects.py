# set: first
# keep: times
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo

d = date(2024, 2, 29)
print(d.isocalendar(), d.isocalendar().week, d.isoweekday(), d.ctime(), d.timetuple()[:8], d.replace(year=2020), f"{d:%d.%m.%Y}|{d}", date.min, date.max, date.resolution)
print(date.fromisoformat("2024-02-29"), date.fromisoformat("20240229"), date.fromisocalendar(2024, 9, 4), date.fromordinal(1), date.fromtimestamp(86400 * 365), hash(d) == hash(date(2024, 2, 29)))
print([str(date(y, 1, 1).isocalendar()[:2]) for y in range(2015, 2027)], [date(y, 12, 31).isocalendar()[1] for y in range(2015, 2027)])
print(d == date(2024, 2, 29), d != d, d < date.max, d in {d}, sorted([date.max, d, date.min])[1], MINYEAR, MAXYEAR, isinstance(datetime.now(), date))
t = time(13, 5, 7, 250000)
print(t, repr(t), t.isoformat("minutes"), t.isoformat(timespec="milliseconds"), t.replace(hour=1), time.fromisoformat("04:05:06.7"), time.fromisoformat("0405"), time(1) < time(2), f"{t:%I:%M %p %f}", time.max, bool(time(0)))
x = datetime(2024, 12, 31, 23, 59, 59, 999999)
print(x + timedelta(microseconds=1), x - timedelta(weeks=1), x.isoformat(" ", "minutes"), x.isoformat(timespec="hours"), repr(x), x.ctime(), x.weekday(), x.date(), x.time(), x.timetuple().tm_yday)
print(datetime.combine(d, t), datetime.fromtimestamp(0), datetime.fromtimestamp(1.5), datetime.utcfromtimestamp(10 ** 9), datetime.fromtimestamp(0, timezone.utc), datetime(1970, 1, 2).timestamp(), datetime.fromordinal(738000))
for s in ["2024-01-02", "2024-01-02T03:04", "2024-01-02 03:04:05.678", "20240102T030405", "2024-01-02T03:04:05+02:00", "2024-01-02T03:04:05Z", "2024-W01-2", "x", "2024-13-01", "2024-01-02T25:00", "2024-1-2"]:
    try:
        print(s, repr(datetime.fromisoformat(s)))
    except ValueError as e:
        print(s, e)
for s, f in [("31/12/24 23:59", "%d/%m/%y %H:%M"), ("Jan 5 2024 1PM", "%b %d %Y %I%p"), ("12:30:45.123", "%H:%M:%S.%f"), ("2024-01-02 +0530", "%Y-%m-%d %z"), ("Monday", "%A"), ("2024-02-30", "%Y-%m-%d"), ("1", "%Y"), ("2024 extra", "%Y")]:
    try:
        print(s, repr(datetime.strptime(s, f)))
    except ValueError as e:
        print(s, e)
a = timedelta(days=2, hours=3, minutes=4, seconds=5, milliseconds=6, microseconds=7)
print(a, repr(a), a.days, a.seconds, a.microseconds, a.total_seconds(), -a, abs(-a), a * 3, 2 * a, a / 2, a // 2, a / timedelta(hours=1), a // timedelta(hours=1), a % timedelta(hours=1), divmod(a, timedelta(days=1)))
print(timedelta(hours=1.5), timedelta(days=-1, seconds=1), repr(timedelta(-1)), timedelta(0.1), a * 0.5, a / 0.7, bool(timedelta()), timedelta.max, timedelta.min, timedelta(1) == timedelta(hours=24), sum([a, a], timedelta()), timedelta(weeks=1, days=-7))
print(str(timedelta(days=1)), str(timedelta(days=-1)), str(timedelta(seconds=59, microseconds=1)), max(timedelta(1), timedelta(hours=25)), hash(timedelta(1)) == hash(timedelta(hours=24)))
tz = timezone(timedelta(hours=5, minutes=30), "IST")
z = datetime(2024, 1, 1, 12, tzinfo=tz)
print(z, repr(z), z.utcoffset(), z.tzname(), z.astimezone(timezone.utc), z == datetime(2024, 1, 1, 6, 30, tzinfo=UTC), z - datetime(2024, 1, 1, tzinfo=UTC), z.isoformat(), z.strftime("%z %Z"), z.timestamp(), timezone.utc, repr(timezone.utc), timezone(timedelta(hours=-3)), repr(timezone(timedelta(hours=-3))), z.utctimetuple().tm_hour, z.timetz(), z.replace(tzinfo=None))


class Half(tzinfo):
    def utcoffset(self, dt):
        return timedelta(minutes=30)

    def dst(self, dt):
        return timedelta(0)

    def tzname(self, dt):
        return "half"


h = datetime(2024, 6, 1, tzinfo=Half())
print(h, h.tzname(), h.astimezone(UTC), datetime(2024, 6, 1, tzinfo=UTC).astimezone(Half()), h.dst())
for bad in [lambda: date(2023, 2, 29), lambda: date(2024, 13, 1), lambda: date(0, 1, 1), lambda: date(2024, 1), lambda: time(24), lambda: time(0, 60), lambda: datetime(2024, 1, 1, 0, 0, 0, 1000000),
            lambda: date(2024, 1, 1.0), lambda: timedelta(days="1"), lambda: date.max + timedelta(1), lambda: timedelta(days=10 ** 9), lambda: timedelta(1) / 0, lambda: datetime(2024, 1, 1) < datetime(2024, 1, 1, tzinfo=UTC),
            lambda: datetime(2024, 1, 1) - datetime(2024, 1, 1, tzinfo=UTC), lambda: timezone(5), lambda: timezone(timedelta(days=1)), lambda: date.fromisoformat("x"), lambda: time.fromisoformat("99"), lambda: datetime.combine(1, 2),
            lambda: datetime(2024, 1, 1, tzinfo="UTC"), lambda: date.fromordinal(0), lambda: date.fromisocalendar(2023, 53, 1), lambda: datetime.strptime("a", 3), lambda: datetime(2024, 1, 1) < date(2024, 1, 1)]:
    try:
        print(bad())
    except (ValueError, TypeError, OverflowError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
