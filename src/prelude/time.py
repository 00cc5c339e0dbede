"""Time: sleeping, reading clocks, and dates of this computer's zone."""
from _conch import _attr_missing, clock, os_call as _os_call, sleep

CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID = 0, 1, 2, 3


def time():
    return clock(0)


def time_ns():
    return _os_call("clock_ns", 0)


def monotonic():
    return clock(1)


def monotonic_ns():
    return _os_call("clock_ns", 1)


def perf_counter():
    return clock(2)


def perf_counter_ns():
    return _os_call("clock_ns", 2)


def process_time():
    return clock(3)


def process_time_ns():
    return _os_call("clock_ns", 3)


def thread_time():
    return clock(4)


def thread_time_ns():
    return _os_call("clock_ns", 4)


_CLOCKS = {0: 0, 1: 1, 2: 3, 3: 4, 7: 1, 4: 1}


def clock_gettime(clk_id, /):
    return clock(_which_clock(clk_id))


def clock_gettime_ns(clk_id, /):
    return _os_call("clock_ns", _which_clock(clk_id))


def _which_clock(clk_id):
    if clk_id not in _CLOCKS:
        raise OSError(22, "Invalid argument")
    return _CLOCKS[clk_id]


class _ClockInfo:
    def __init__(self, implementation, monotonic, adjustable):
        self.implementation, self.monotonic, self.adjustable, self.resolution = implementation, monotonic, adjustable, 1e-09

    def __repr__(self):
        return (f"namespace(implementation={self.implementation!r}, monotonic={self.monotonic}, "
                f"adjustable={self.adjustable}, resolution={self.resolution})")


def get_clock_info(name):
    kinds = {"time": ("CLOCK_REALTIME", False, True), "monotonic": ("CLOCK_MONOTONIC", True, False),
             "perf_counter": ("CLOCK_MONOTONIC", True, False), "process_time": ("CLOCK_PROCESS_CPUTIME_ID", True, False),
             "thread_time": ("CLOCK_THREAD_CPUTIME_ID", True, False)}
    if name not in kinds:
        raise ValueError("unknown clock")
    return _ClockInfo(*kinds[name])


# ---- dates

class struct_time(tuple):
    """A date and a time of day: nine numbers with names."""
    n_fields, n_sequence_fields, n_unnamed_fields = 11, 9, 0

    def __new__(cls, sequence):
        items = tuple(sequence)
        if not 9 <= len(items) <= 11:
            raise TypeError(f"time.struct_time() takes an at least 9-sequence ({len(items)}-sequence given)" if len(items) < 9
                            else f"time.struct_time() takes an at most 11-sequence ({len(items)}-sequence given)")
        self = tuple.__new__(cls, items[:9])
        self._zone = items[9] if len(items) > 9 else None
        self._offset = items[10] if len(items) > 10 else None
        return self

    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])
    tm_zone = property(lambda self: self._zone)
    tm_gmtoff = property(lambda self: self._offset)

    def __repr__(self):
        names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")
        return "time.struct_time(" + ", ".join([f"{n}={v!r}" for n, v in zip(names, self)]) + ")"


struct_time.__module__ = "time"


def _seconds(secs):
    if secs is None:
        return int(time() // 1)
    if not isinstance(secs, (int, float)):
        raise TypeError(f"'{type(secs).__name__}' object cannot be interpreted as an integer")
    if secs != secs:
        raise ValueError("Invalid value NaN (not a number)")
    if not -6e16 < secs < 6e16:
        raise OverflowError("timestamp out of range for platform time_t")
    return int(secs // 1)


def gmtime(secs=None, /):
    return struct_time(_os_call("gmtime", _seconds(secs)))


def localtime(secs=None, /):
    return struct_time(_os_call("localtime", _seconds(secs)))


def mktime(t, /):
    if not isinstance(t, tuple):
        raise TypeError("Tuple or struct_time argument required")
    if len(t) != 9:
        raise TypeError("mktime(): illegal time tuple argument")
    return float(_os_call("mktime", tuple([int(n) for n in t])))


def _local_offsets():
    """(seconds west in winter, in summer, whether there is a summer, names) of this zone this year."""
    year = gmtime()[0]
    begin = _os_call("mktime", (year, 1, 1, 12, 0, 0, 0, 1, -1))
    middle = _os_call("mktime", (year, 7, 1, 12, 0, 0, 0, 1, -1))
    a, b = _os_call("localtime", begin), _os_call("localtime", middle)
    if a[10] > b[10]:       # the southern half of the earth
        a, b = b, a
    return -a[10], -b[10], int(a[10] != b[10]), (a[9], b[9])


_zone = []


def __getattr__(name):
    """timezone, altzone, daylight, tzname: found out when they are asked for."""
    names = ("timezone", "altzone", "daylight", "tzname")
    if name not in names:
        import time as _this
        _attr_missing(_this, name)
    if not _zone:
        _zone.extend(_local_offsets())
    return _zone[names.index(name)]


def tzset():
    raise NotImplementedError("time.tzset() is not part of conch's Python: the zone is the one that conch was started in")


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")


def _checked(t, function):
    if not isinstance(t, tuple):
        raise TypeError("Tuple or struct_time argument required")
    if len(t) != 9:
        raise TypeError(function + "(): illegal time tuple argument")
    for name, value, low, high in (("month", t[1], 0, 12), ("day of month", t[2], 0, 31), ("hour", t[3], 0, 23), ("minute", t[4], 0, 59),
                                   ("seconds", t[5], 0, 61), ("day of year", t[7], 0, 366)):
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        if not low <= value <= high:
            raise ValueError(name + " out of range")
    return t


def asctime(t=None, /):
    t = localtime() if t is None else _checked(t, "asctime")
    return "%s %s%3d %02d:%02d:%02d %d" % (_DAYS[t[6] % 7][:3], _MONTHS[max(t[1], 1) - 1][:3], t[2], t[3], t[4], t[5], t[0])


def ctime(secs=None, /):
    return asctime(localtime(secs))


def _iso(year, yday, wday):
    """(year, week) as ISO 8601 counts; yday from 1, wday from 0 for Monday."""
    week = (yday - wday + 9) // 7
    if week < 1:
        before = 366 if _is_leap(year - 1) else 365
        return year - 1, (yday + before - wday + 9) // 7
    if week == 53:
        length = 366 if _is_leap(year) else 365
        if length - yday < 3 - wday:
            return year + 1, 1
    return year, week


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _offset_text(seconds, colon=""):
    sign = "-" if seconds < 0 else "+"
    seconds = abs(seconds)
    text = "%s%02d%s%02d" % (sign, seconds // 3600, colon, seconds // 60 % 60)
    return text + colon + "%02d" % (seconds % 60) if seconds % 60 else text


def _field(c, t):
    """What %c stands for; None if nothing."""
    year, month, day, hour, minute, second, wday, yday = t[:8]
    if c == "Y":
        return str(year) if year >= 0 else "-" + str(-year)
    if c == "m":
        return "%02d" % month
    if c == "d":
        return "%02d" % day
    if c == "e":
        return "%2d" % day
    if c == "H":
        return "%02d" % hour
    if c == "k":
        return "%2d" % hour
    if c == "I":
        return "%02d" % ((hour - 1) % 12 + 1)
    if c == "l":
        return "%2d" % ((hour - 1) % 12 + 1)
    if c == "M":
        return "%02d" % minute
    if c == "S":
        return "%02d" % second
    if c == "p":
        return "AM" if hour < 12 else "PM"
    if c == "P":
        return "am" if hour < 12 else "pm"
    if c == "a":
        return _DAYS[wday % 7][:3]
    if c == "A":
        return _DAYS[wday % 7]
    if c in "bh":
        return _MONTHS[month - 1][:3]
    if c == "B":
        return _MONTHS[month - 1]
    if c == "y":
        return "%02d" % (year % 100)
    if c == "C":
        return "%02d" % (year // 100)
    if c == "j":
        return "%03d" % yday
    if c == "w":
        return str((wday + 1) % 7)
    if c == "u":
        return str(wday + 1)
    if c == "U":
        return "%02d" % ((yday + 6 - (wday + 1) % 7) // 7)
    if c == "W":
        return "%02d" % ((yday + 6 - wday) // 7)
    if c == "V":
        return "%02d" % _iso(year, yday, wday)[1]
    if c == "G":
        return str(_iso(year, yday, wday)[0])
    if c == "g":
        return "%02d" % (_iso(year, yday, wday)[0] % 100)
    if c == "n":
        return "\n"
    if c == "t":
        return "\t"
    if c == "%":
        return "%"
    whole = {"c": "%a %b %e %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S", "D": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S",
             "R": "%H:%M", "r": "%I:%M:%S %p"}.get(c)
    return None if whole is None else _format(whole, t)


def _format(text, t, extra=None):
    """strftime; extra(c) may know letters first."""
    out, at = [], 0
    while True:
        mark = text.find("%", at)
        if mark < 0 or mark + 1 >= len(text):
            out.append(text[at:])
            return "".join(out)
        out.append(text[at:mark])
        c = text[mark + 1]
        at = mark + 2
        pad = None
        if c in "-_0^#" and at < len(text):
            pad, c = c, text[at]
            at += 1
        value = extra(c) if extra is not None else None
        if value is None:
            value = _field(c, t)
        if value is None:
            value = text[mark:at]
        elif pad == "-":
            value = value.lstrip("0 ") or "0"
        elif pad == "^":
            value = value.upper()
        elif pad == "_":
            value = value.replace("0", " ", 1) if value[:1] == "0" and len(value) > 1 else value
        out.append(value)


def strftime(format, t=None, /):
    if not isinstance(format, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
    t = localtime() if t is None else _checked(t, "strftime")
    if t[1] == 0 or t[2] == 0 or t[7] == 0:     # missing parts count as the first
        t = struct_time((t[0], t[1] or 1, t[2] or 1, t[3], t[4], t[5], t[6], t[7] or 1, t[8]))

    def zone(c):
        if c == "Z":
            name = getattr(t, "tm_zone", None)
            return __getattr__("tzname")[1 if t[8] > 0 else 0] if name is None else name
        if c == "z":
            offset = getattr(t, "tm_gmtoff", None)
            return _offset_text(-__getattr__("altzone" if t[8] > 0 else "timezone") if offset is None else offset)
        if c == "s":
            return str(int(mktime(tuple(t))))
        return None
    return _format(format, t, zone)


# ---- reading dates

class _Scan:
    """A text that is read from the left as a format says."""
    def __init__(self, text, format):
        self.text, self.format, self.at = text, format, 0
        self.found = {}

    def fail(self):
        return ValueError(f"time data {self.text!r} does not match format {self.format!r}")

    def number(self, digits, low, high, signed=False):
        """The longest number of at most so many digits that is in the range."""
        begin = self.at
        end = begin
        while end < len(self.text) and end - begin < digits and self.text[end] in "0123456789":
            end += 1
        while end > begin:
            n = int(self.text[begin:end])
            if low <= n <= high:
                self.at = end
                return n
            end -= 1
        raise self.fail()

    def word(self, words):
        """The number of the longest of the words that stands here, in any case."""
        rest = self.text[self.at:].lower()
        best = None
        for n, word in enumerate(words):
            if rest.startswith(word.lower()) and (best is None or len(word) > len(words[best])):
                best = n
        if best is None:
            raise self.fail()
        self.at += len(words[best])
        return best

    def blanks(self, least):
        begin = self.at
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        if self.at - begin < least:
            raise self.fail()

    def fraction(self):
        begin = self.at
        while self.at < len(self.text) and self.at - begin < 6 and self.text[self.at] in "0123456789":
            self.at += 1
        if self.at == begin:
            raise self.fail()
        return int(self.text[begin:self.at].ljust(6, "0"))

    def offset(self):
        text = self.text
        if text.startswith("Z", self.at):
            self.at += 1
            return 0
        if text[self.at:self.at + 1] not in ("+", "-"):
            raise self.fail()
        sign = -1 if text[self.at] == "-" else 1
        self.at += 1
        hours = self.two()
        colon = text.startswith(":", self.at)
        self.at += colon
        total = hours * 3600 + self.two() * 60
        if text.startswith(":", self.at) or (not colon and text[self.at:self.at + 2].isdigit()):
            self.at += colon
            total += self.two()
        return sign * total

    def two(self):
        part = self.text[self.at:self.at + 2]
        if len(part) != 2 or not part.isdigit():
            raise self.fail()
        self.at += 2
        return int(part)


_WHOLE = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}


def _read(scan, format):
    at = 0
    found = scan.found
    while at < len(format):
        c = format[at]
        at += 1
        if c.isspace():
            while at < len(format) and format[at].isspace():
                at += 1
            scan.blanks(1)
            continue
        if c != "%":
            if not scan.text[scan.at:scan.at + 1].lower() == c.lower():
                raise scan.fail()
            scan.at += 1
            continue
        if at >= len(format):
            raise ValueError(f"stray % in format '{scan.format}'")
        c = format[at]
        at += 1
        if c == "Y":
            part = scan.text[scan.at:scan.at + 4]
            if len(part) != 4 or not part.isdigit():
                raise scan.fail()
            found["Y"] = int(part)
            scan.at += 4
        elif c == "y":
            n = scan.two()
            found["Y"] = n + (2000 if n <= 68 else 1900)
        elif c == "m":
            found["m"] = scan.number(2, 1, 12)
        elif c == "d":
            if scan.text.startswith(" ", scan.at):
                scan.at += 1
            found["d"] = scan.number(2, 1, 31)
        elif c == "H":
            found["H"] = scan.number(2, 0, 23)
        elif c == "I":
            found["I"] = scan.number(2, 1, 12)
        elif c == "M":
            found["M"] = scan.number(2, 0, 59)
        elif c == "S":
            found["S"] = scan.number(2, 0, 61)
        elif c == "f":
            found["f"] = scan.fraction()
        elif c == "j":
            found["j"] = scan.number(3, 1, 366)
        elif c == "p":
            found["p"] = scan.word(("am", "pm"))
        elif c == "a":
            found["w"] = scan.word([d[:3] for d in _DAYS])
        elif c == "A":
            found["w"] = scan.word(_DAYS)
        elif c == "b":
            found["m"] = scan.word([m[:3] for m in _MONTHS]) + 1
        elif c == "B":
            found["m"] = scan.word(_MONTHS) + 1
        elif c == "w":
            found["w"] = (scan.number(1, 0, 6) - 1) % 7
        elif c == "u":
            found["w"] = scan.number(1, 1, 7) - 1
        elif c in "UW":
            found[c] = scan.number(2, 0, 53)
        elif c == "G":
            found["G"] = scan.number(4, 1, 9999)
        elif c == "V":
            found["V"] = scan.number(2, 1, 53)
        elif c == "z":
            found["z"] = scan.offset()
        elif c == "Z":
            names = ["utc", "gmt", *__getattr__("tzname")]
            found["Z"] = names[scan.word(names)]
        elif c == "%":
            if not scan.text.startswith("%", scan.at):
                raise scan.fail()
            scan.at += 1
        elif c in _WHOLE:
            _read(scan, _WHOLE[c])
        else:
            raise ValueError(f"'{c}' is a bad directive in format '{scan.format}'")


_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _day_number(year, month, day):
    """Days since the first of January of the year 1, which is day 1."""
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + _BEFORE[month] + (month > 2 and _is_leap(year)) + day


def _month_length(year, month):
    return 29 if month == 2 and _is_leap(year) else (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]


def _scan(text, format, name="strptime"):
    for n, v in (("argument 0", text), ("argument 1", format)):
        if not isinstance(v, str):
            raise TypeError(f"{name}() {n} must be str, not {type(v)}")
    scan = _Scan(text, format)
    _read(scan, format)
    if scan.at != len(text):
        raise ValueError("unconverted data remains: " + text[scan.at:])
    found = scan.found
    hour = found.get("H", 0)
    if "I" in found:
        hour = found["I"] % 12 + (12 if found.get("p") == 1 else 0)
    year, month, day = found.get("Y", 1900), found.get("m", 1), found.get("d", 1)
    if "d" in found and "m" in found and "Y" not in found and (month, day) == (2, 29):
        year = 1904
    if "j" in found and "m" not in found:
        rest = found["j"]
        for month in range(1, 13):
            if rest <= _month_length(year, month):
                break
            rest -= _month_length(year, month)
        day = rest
    week = found.get("U", found.get("W"))
    if week is not None and "w" in found and "m" not in found and "Y" in found:
        first = (_day_number(year, 1, 1) + 6) % 7
        start = (first + 1) % 7 if "U" in found else first
        wday = (found["w"] + 1) % 7 if "U" in found else found["w"]
        number = _day_number(year, 1, 1) + (7 - start) % 7 + 7 * (week - 1) + wday
        year, month, day = _date_of(number)
    if "V" in found and "G" in found and "w" in found:
        fourth = _day_number(found["G"], 1, 4)
        number = fourth - (fourth + 6) % 7 + 7 * (found["V"] - 1) + found["w"]
        year, month, day = _date_of(number)
    if day > _month_length(year, month):
        raise ValueError("day is out of range for month")
    number = _day_number(year, month, day)
    shown = 1900 if "Y" not in found and "G" not in found else year
    return (shown, month, day, hour, found.get("M", 0), found.get("S", 0), found.get("w", (number + 6) % 7), number - _day_number(year, 1, 1) + 1,
            -1), found


def _date_of(number):
    """(year, month, day) of a day number."""
    n = number - 1
    n400, n = n // 146097, n % 146097
    n100 = min(n // 36524, 3)
    n -= n100 * 36524
    n4, n = n // 1461, n % 1461
    n1 = min(n // 365, 3)
    n -= n1 * 365
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    month = 12
    while _BEFORE[month] + (month > 2 and _is_leap(year)) > n:
        month -= 1
    return year, month, n - _BEFORE[month] - (month > 2 and _is_leap(year)) + 1


def strptime(string, format="%a %b %d %H:%M:%S %Y", /):
    items, found = _scan(string, format, "strptime")
    zone = found.get("Z")
    if "z" in found or zone is not None:
        dst = 0 if zone is None or zone.lower() in ("utc", "gmt") else int(zone == __getattr__("tzname")[1] and __getattr__("daylight"))
        return struct_time(items[:8] + (dst if zone is not None else -1, zone, found.get("z")))
    return struct_time(items)
