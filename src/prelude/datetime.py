"""Dates, times of day, and the times between them."""
import time as _time
from time import _BEFORE, _DAYS, _MONTHS, _date_of, _day_number, _field, _format, _is_leap, _iso, _month_length, _offset_text, _scan

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")

MINYEAR, MAXYEAR = 1, 9999
_MAX_ORDINAL = 3652059
_DAY_US = 86400000000


def _int(value):
    if isinstance(value, float) or not hasattr(value, "__index__"):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    return int(value)


def _check_date(year, month, day):
    year, month, day = _int(year), _int(month), _int(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _month_length(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    parts = [_int(n) for n in (hour, minute, second, microsecond)]
    for n, most, name in zip(parts, (23, 59, 59, 999999), ("hour", "minute", "second", "microsecond")):
        if not 0 <= n <= most:
            raise ValueError(f"{name} must be in 0..{most}")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return parts


def _check_zone(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")


def _round(x):
    """To the nearest, a half to the even neighbour."""
    return round(x)


class timedelta:
    """The time between two moments: days, seconds and microseconds."""
    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total, rest = 0, 0.0
        for name, value, unit in (("days", days, _DAY_US), ("seconds", seconds, 1000000), ("microseconds", microseconds, 1),
                                  ("milliseconds", milliseconds, 1000), ("minutes", minutes, 60000000), ("hours", hours, 3600000000),
                                  ("weeks", weeks, 7 * _DAY_US)):
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                whole = int(value // 1)
                total += whole * unit
                part = (value - whole) * unit
                total += int(part // 1)
                rest += part % 1
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        return _delta(cls, total + _round(rest))

    @property
    def days(self):
        return self._us // _DAY_US

    @property
    def seconds(self):
        return self._us % _DAY_US // 1000000

    @property
    def microseconds(self):
        return self._us % 1000000

    def total_seconds(self):
        return self._us / 1000000

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in (("days", self.days), ("seconds", self.seconds), ("microseconds", self.microseconds))
                 if value]
        return f"{type(self).__module__}.{type(self).__qualname__}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, second = divmod(self.seconds, 60)
        hour, minute = divmod(minutes, 60)
        text = "%d:%02d:%02d" % (hour, minute, second)
        if self.days:
            text = "%d day%s, %s" % (self.days, "" if abs(self.days) == 1 else "s", text)
        return text + ".%06d" % self.microseconds if self.microseconds else text

    def __add__(self, other):
        return _delta(timedelta, self._us + other._us) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return _delta(timedelta, self._us - other._us) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return _delta(timedelta, -self._us)

    def __pos__(self):
        return self

    def __abs__(self):
        return _delta(timedelta, abs(self._us))

    def __mul__(self, other):
        if isinstance(other, int):
            return _delta(timedelta, self._us * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return _delta(timedelta, _divide_round(self._us * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us / other._us
        if isinstance(other, int):
            return _delta(timedelta, _divide_round(self._us, other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return _delta(timedelta, _divide_round(self._us * b, a))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us // other._us
        if isinstance(other, int):
            return _delta(timedelta, self._us // other)
        return NotImplemented

    def __mod__(self, other):
        return _delta(timedelta, self._us % other._us) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        q, r = divmod(self._us, other._us)
        return q, _delta(timedelta, r)

    def __eq__(self, other):
        return self._us == other._us if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._us < other._us if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._us <= other._us if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._us > other._us if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._us >= other._us if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(("timedelta", self._us))

    def __bool__(self):
        return self._us != 0

    def __reduce__(self):
        return type(self), (self.days, self.seconds, self.microseconds)


def _divide_round(a, b):
    """a / b to the nearest whole number, a half to the even one."""
    if b == 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    q, r = divmod(a, b)
    twice = 2 * r
    if (twice > b if b > 0 else twice < b) or (twice == b and q % 2):
        q += 1
    return q


def _delta(cls, us):
    if not -999999999 * _DAY_US <= us < 1000000000 * _DAY_US:
        raise OverflowError(f"days={us // _DAY_US}; must have magnitude <= 999999999")
    self = object.__new__(cls)
    self._us = us
    return self


timedelta.min = _delta(timedelta, -999999999 * _DAY_US)
timedelta.max = _delta(timedelta, 1000000000 * _DAY_US - 1)
timedelta.resolution = _delta(timedelta, 1)


class tzinfo:
    """A time zone: to be derived from."""
    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() requires a datetime argument")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset, dst = dt.utcoffset(), dt.dst()
        if offset is None or dst is None:
            raise ValueError("fromutc() requires a non-None utcoffset() and dst() result")
        if offset != dst:
            dt = dt + (offset - dst)
            dst = dt.dst()
        return dt + dst


class timezone(tzinfo):
    """A zone that is always the same time away from UTC."""
    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is not None and not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        if not -_DAY_US < offset._us < _DAY_US:
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not "
                             + repr(offset) + ".")
        if name is None and not offset and "utc" in timezone.__dict__:
            return timezone.utc
        self = object.__new__(cls)
        self._offset, self._name = offset, name
        return self

    def utcoffset(self, dt):
        return self._offset

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset._us // 1000000, ":") if self._offset else "UTC"

    def dst(self, dt):
        return None

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc() argument must be a datetime instance or None")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return f"datetime.timezone({self._offset!r})"
        return f"datetime.timezone({self._offset!r}, {self._name!r})"

    def __str__(self):
        return self.tzname(None)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __reduce__(self):
        return timezone, (self._offset,) if self._name is None else (self._offset, self._name)


timezone.utc = UTC = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))


def _strftime(text, tuple9, us, zone_name, offset):
    def extra(c):
        if c == "f":
            return "%06d" % us
        if c == "Z":
            return zone_name or ""
        if c == "z":
            return "" if offset is None else _offset_text(offset._us // 1000000)
        if c == "Y":
            return "%d" % tuple9[0]
        return None
    if not isinstance(text, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(text).__name__}")
    return _format(text, tuple9, extra)


_Week = type("IsoCalendarDate", (tuple,), {
    "year": property(lambda self: self[0]), "week": property(lambda self: self[1]), "weekday": property(lambda self: self[2]),
    "__repr__": lambda self: f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"})


class date:
    """A day of the calendar."""
    def __new__(cls, year, month=None, day=None):
        if month is None or day is None:
            missing = "month" if month is None else "day"
            raise TypeError(f"function missing required argument '{missing}' (pos {2 if month is None else 3})")
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, t, /):
        return cls(*_time.localtime(t)[:3])

    @classmethod
    def fromordinal(cls, n, /):
        n = _int(n)
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        if n > _MAX_ORDINAL:
            raise ValueError(f"year {_date_of(n)[0]} is out of range")
        return cls(*_date_of(n))

    @classmethod
    def fromisoformat(cls, text, /):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        parts = _iso_date(text)
        if parts is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        return cls(*_from_week(year, week, day))

    def toordinal(self):
        return _day_number(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.weekday() + 1

    def isocalendar(self):
        yday = _BEFORE[self._month] + (self._month > 2 and _is_leap(self._year)) + self._day
        return _Week(_iso(self._year, yday, self.weekday()) + (self.weekday() + 1,))

    def isoformat(self):
        return "%04d-%02d-%02d" % (self._year, self._month, self._day)

    __str__ = isoformat

    def __repr__(self):
        return f"{type(self).__module__}.{type(self).__qualname__}({self._year}, {self._month}, {self._day})"

    def ctime(self):
        return _time.asctime(self.timetuple())

    def timetuple(self):
        return _time.struct_time(self._tuple(0, 0, 0, -1))

    def _tuple(self, hour, minute, second, dst):
        yday = _BEFORE[self._month] + (self._month > 2 and _is_leap(self._year)) + self._day
        return (self._year, self._month, self._day, hour, minute, second, self.weekday(), yday, dst)

    def strftime(self, format):
        return _strftime(format, self._tuple(0, 0, 0, -1), 0, "", None)

    def __format__(self, format):
        if not isinstance(format, str):
            raise TypeError(f"must be str, not {type(format).__name__}")
        return self.strftime(format) if format else str(self)

    def replace(self, year=None, month=None, day=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        n = self.toordinal() + other.days
        if not 1 <= n <= _MAX_ORDINAL:
            raise OverflowError("date value out of range")
        return type(self)(*_date_of(n))

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _key(self):
        return (self._year, self._month, self._day)

    def _same_kind(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._same_kind(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._same_kind(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._same_kind(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._same_kind(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._same_kind(other) else NotImplemented

    def __hash__(self):
        return hash(("date",) + self._key())

    def __reduce__(self):
        return type(self), self._key()


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(1)


def _from_week(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    fourth = _day_number(year, 1, 4)
    monday = fourth - (fourth + 6) % 7
    if not 1 <= week <= 53 or (week == 53 and _iso(year, 365 + _is_leap(year), (_day_number(year, 12, 31) + 6) % 7)[1] != 53):
        raise ValueError(f"Invalid week: {week}")
    if not 1 <= day <= 7:
        raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
    return _date_of(monday + 7 * (week - 1) + day - 1)


def _iso_date(text):
    """(year, month, day) of YYYY-MM-DD, YYYYMMDD or YYYY-Www-D; None if it is none of these."""
    if len(text) == 10 and text[4] == text[7] == "-":
        parts = text[:4], text[5:7], text[8:]
    elif len(text) == 8 and text.isdigit():
        parts = text[:4], text[4:6], text[6:]
    else:
        plain = text.replace("-", "")
        if len(text) in (7, 8, 10) and plain[4:5] == "W" and plain[:4].isdigit() and plain[5:].isdigit() and len(plain) in (7, 8):
            return _from_week(int(plain[:4]), int(plain[5:7]), int(plain[7:] or "1"))
        return None
    if not all([p.isdigit() for p in parts]):
        return None
    return tuple([int(p) for p in parts])


def _iso_time(text):
    """([hour, minute, second, microsecond], zone) of HH[:MM[:SS[.ffffff]]][zone]; None if it is none."""
    zone = None
    for i, c in enumerate(text):
        if c in "Z+-":
            if c == "Z":
                if i + 1 != len(text):
                    return None
                zone = timezone.utc
            else:
                parts = _iso_clock(text[i + 1:])
                if parts is None:
                    return None
                us = ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000000 + parts[3]
                zone = timezone(_delta(timedelta, us if c == "+" else -us))
            text = text[:i]
            break
    parts = _iso_clock(text)
    return None if parts is None else (parts, zone)


def _iso_clock(text):
    text, dot, fraction = text.replace(",", ".").partition(".")
    parts = text.split(":") if ":" in text else [text[i:i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3 or not all([len(p) == 2 and p.isdigit() for p in parts]):
        return None
    if dot and (len(parts) != 3 or not fraction.isdigit()):
        return None
    parts = [int(p) for p in parts]
    return parts + [0] * (3 - len(parts)) + [int(fraction[:6].ljust(6, "0")) if dot else 0]


def _clock_text(hour, minute, second, us, spec="auto"):
    whole = "%02d:%02d:%02d" % (hour, minute, second)
    texts = {"hours": whole[:2], "minutes": whole[:5], "seconds": whole, "milliseconds": whole + ".%03d" % (us // 1000),
             "microseconds": whole + ".%06d" % us}
    if spec == "auto":
        spec = "microseconds" if us else "seconds"
    if spec not in texts:
        raise ValueError("Unknown timespec value")
    return texts[spec]


def _checked_offset(offset, name):
    if offset is None or isinstance(offset, timedelta):
        if offset is not None and not -_DAY_US < offset._us < _DAY_US:
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24)")
        return offset
    raise TypeError(f"tzinfo.{name}() must return None or a timedelta, not '{type(offset).__name__}'")


class time:
    """A time of day."""
    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._us = _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self._zone, self._fold = tzinfo, fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._us)
    tzinfo = property(lambda self: self._zone)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromisoformat(cls, text, /):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        found = _iso_time(text.removeprefix("T"))
        if found is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*found[0], tzinfo=found[1])

    def utcoffset(self):
        return None if self._zone is None else _checked_offset(self._zone.utcoffset(None), "utcoffset")

    def dst(self):
        return None if self._zone is None else self._zone.dst(None)

    def tzname(self):
        return None if self._zone is None else self._zone.tzname(None)

    def isoformat(self, timespec="auto"):
        text = _clock_text(self._hour, self._minute, self._second, self._us, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset._us // 1000000, ":")

    __str__ = isoformat

    def __repr__(self):
        parts = [self._hour, self._minute]
        if self._second or self._us:
            parts.append(self._second)
        if self._us:
            parts.append(self._us)
        text = ", ".join([str(p) for p in parts])
        if self._zone is not None:
            text += f", tzinfo={self._zone!r}"
        if self._fold:
            text += ", fold=1"
        return f"{type(self).__module__}.{type(self).__qualname__}({text})"

    def strftime(self, format):
        return _strftime(format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1), self._us, self.tzname(), self.utcoffset())

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second, self._us if microsecond is None else microsecond,
                          self._zone if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def _key(self):
        us = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._us
        offset = self.utcoffset()
        return us if offset is None else us - offset._us

    def _ordered(self, other):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return other._key()

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def __lt__(self, other):
        return self._key() < self._ordered(other) if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._key() <= self._ordered(other) if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._key() > self._ordered(other) if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._key() >= self._ordered(other) if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(("time", self._key()))

    def __reduce__(self):
        return type(self), (self._hour, self._minute, self._second, self._us, self._zone)


time.min = time(0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
_time_of_day = time


class datetime(date):
    """A day and a time of day."""
    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if month is None or day is None:
            missing = "month" if month is None else "day"
            raise TypeError(f"function missing required argument '{missing}' (pos {2 if month is None else 3})")
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hour, self._minute, self._second, self._us = _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self._zone, self._fold = tzinfo, fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._us)
    tzinfo = property(lambda self: self._zone)
    fold = property(lambda self: self._fold)

    # ---- making one

    @classmethod
    def now(cls, tz=None):
        return cls._of_ns(_time.time_ns(), tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        ns = _time.time_ns()
        return cls(*_time.gmtime(ns // 1000000000)[:6], ns // 1000 % 1000000)

    @classmethod
    def _of_ns(cls, ns, tz):
        _check_zone(tz)
        if tz is None:
            return cls(*_time.localtime(ns // 1000000000)[:6], ns // 1000 % 1000000)
        t = _time.gmtime(ns // 1000000000)
        return tz.fromutc(cls(*t[:6], ns // 1000 % 1000000, tz))

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        return cls._of_ns(_round_us(timestamp) * 1000, tz)

    @classmethod
    def utcfromtimestamp(cls, t, /):
        us = _round_us(t)
        return cls(*_time.gmtime(us // 1000000)[:6], us % 1000000)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        if not isinstance(date, _date):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time_of_day):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, text, /):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        cut = len(text)
        for n in (10, 8, 7):
            if len(text) >= n and (len(text) == n or not (text[n].isalnum() and text[n] != "T") and text[n] != "-") \
                    and _iso_date(text[:n]) is not None:
                cut = n
                break
        day = _iso_date(text[:cut])
        clock = ([0, 0, 0, 0], None) if cut == len(text) else _iso_time(text[cut + 1:])
        if day is None or clock is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*day, *clock[0], tzinfo=clock[1])

    @classmethod
    def strptime(cls, text, format, /):
        for n, v in ((1, text), (2, format)):
            if not isinstance(v, str):
                raise TypeError(f"strptime() argument {n} must be str, not {type(v).__name__}")
        t, found = _scan(text, format)
        zone = None
        if "z" in found:
            zone = timezone(timedelta(seconds=found["z"]), found["Z"]) if "Z" in found else timezone(timedelta(seconds=found["z"]))
        return cls(*t[:6], found.get("f", 0), zone)

    # ---- its parts

    def date(self):
        return _date(self._year, self._month, self._day)

    def time(self):
        return _time_of_day(self._hour, self._minute, self._second, self._us, fold=self._fold)

    def timetz(self):
        return _time_of_day(self._hour, self._minute, self._second, self._us, self._zone, fold=self._fold)

    def utcoffset(self):
        return None if self._zone is None else _checked_offset(self._zone.utcoffset(self), "utcoffset")

    def dst(self):
        return None if self._zone is None else _checked_offset(self._zone.dst(self), "dst")

    def tzname(self):
        return None if self._zone is None else self._zone.tzname(self)

    def timetuple(self):
        dst = self.dst()
        return _time.struct_time(self._tuple(self._hour, self._minute, self._second, -1 if dst is None else int(bool(dst))))

    def utctimetuple(self):
        offset = self.utcoffset()
        utc = self if offset is None else self.replace(tzinfo=None) - offset
        return _time.struct_time(utc._tuple(utc._hour, utc._minute, utc._second, 0))

    def _us_since_1(self):
        return (((self.toordinal() * 24 + self._hour) * 60 + self._minute) * 60 + self._second) * 1000000 + self._us

    def timestamp(self):
        offset = self.utcoffset()
        if offset is None:
            return _time.mktime(self._tuple(self._hour, self._minute, self._second, -1)) + self._us / 1000000
        return (self._us_since_1() - offset._us - 719163 * _DAY_US) / 1000000

    def astimezone(self, tz=None):
        offset = self.utcoffset()
        if offset is None:
            t = _time.localtime(self.timestamp())
            offset = timedelta(seconds=t.tm_gmtoff)
        if tz is None:
            seconds = (self._us_since_1() - offset._us - 719163 * _DAY_US) // 1000000
            t = _time.localtime(seconds)
            tz = timezone(timedelta(seconds=t.tm_gmtoff), t.tm_zone)
        elif not isinstance(tz, _tzinfo):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")
        if tz is self._zone:
            return self
        return tz.fromutc((self.replace(tzinfo=None) - offset).replace(tzinfo=tz))

    # ---- telling

    def isoformat(self, sep="T", timespec="auto"):
        text = _date.isoformat(self) + sep + _clock_text(self._hour, self._minute, self._second, self._us, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset._us // 1000000, ":")

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._us:
            parts.append(self._second)
        if self._us:
            parts.append(self._us)
        text = ", ".join([str(p) for p in parts])
        if self._zone is not None:
            text += f", tzinfo={self._zone!r}"
        if self._fold:
            text += ", fold=1"
        return f"{type(self).__module__}.{type(self).__qualname__}({text})"

    def ctime(self):
        return _time.asctime(self._tuple(self._hour, self._minute, self._second, -1))

    def strftime(self, format):
        return _strftime(format, self._tuple(self._hour, self._minute, self._second, -1), self._us, self.tzname(), self.utcoffset())

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *,
                fold=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day, self._hour if hour is None else hour,
                          self._minute if minute is None else minute, self._second if second is None else second,
                          self._us if microsecond is None else microsecond, self._zone if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    # ---- counting with it

    def _moved(self, us):
        days, rest = divmod(self._us_since_1() + us, _DAY_US)
        if not 1 <= days <= _MAX_ORDINAL:
            raise OverflowError("date value out of range")
        seconds, us = divmod(rest, 1000000)
        minutes, second = divmod(seconds, 60)
        return type(self)(*_date_of(days), minutes // 60, minutes % 60, second, us, self._zone)

    def __add__(self, other):
        return self._moved(other._us) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._moved(-other._us)
        if not isinstance(other, datetime):
            return NotImplemented
        mine, theirs = self.utcoffset(), other.utcoffset()
        if (mine is None) != (theirs is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return _delta(timedelta, self._key() - other._key())

    def _key(self):
        offset = self.utcoffset()
        return self._us_since_1() if offset is None else self._us_since_1() - offset._us

    def _same_kind(self, other):
        if isinstance(other, datetime):
            if (self.utcoffset() is None) != (other.utcoffset() is None):
                raise TypeError("can't compare offset-naive and offset-aware datetimes")
            return True
        if isinstance(other, _date):
            raise TypeError(f"can't compare datetime.datetime to datetime.date")
        return False

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return False if isinstance(other, _date) else NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def __hash__(self):
        return hash(("datetime", self._key()))

    def __reduce__(self):
        return type(self), (self._year, self._month, self._day, self._hour, self._minute, self._second, self._us, self._zone)


def _round_us(seconds):
    if isinstance(seconds, int):
        return seconds * 1000000
    if not isinstance(seconds, float):
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer")
    if seconds != seconds:
        raise ValueError("cannot convert float NaN to integer")
    a, b = seconds.as_integer_ratio()
    return _divide_round(a * 1000000, b)


_date, _tzinfo = date, tzinfo
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
datetime_CAPI = None
