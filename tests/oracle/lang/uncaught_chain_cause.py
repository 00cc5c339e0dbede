# set: first
# exit: 1
# stderr: last
class ConfigError(Exception):
    pass


def read(settings, key):
    try:
        return settings[key]
    except KeyError as e:
        raise ConfigError("setting %r is missing" % key) from e


settings = {"size": 3}
print(read(settings, "size"))
print(read(settings, "colour"))
