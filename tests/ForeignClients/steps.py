"""What the scripts of foreign clients share: where the emulator is, steps with one line each, and the closing line.

A script takes the endpoint, access id, access key and project as arguments, or from ODPS_ENDPOINT, ODPS_ACCESS_ID, ODPS_ACCESS_KEY and
ODPS_PROJECT. VERBOSE=1 shows where a step went wrong.
"""

import os
import sys
import traceback

_counts = {"ok": 0, "FAIL": 0, "skip": 0}


def _argument(position, variable):
    value = sys.argv[position] if len(sys.argv) > position else os.environ.get(variable)
    if not value:
        sys.exit("missing argument %d, or %s" % (position, variable))
    return value


endpoint = _argument(1, "ODPS_ENDPOINT")
access_id = _argument(2, "ODPS_ACCESS_ID")
access_key = _argument(3, "ODPS_ACCESS_KEY")
project = _argument(4, "ODPS_PROJECT")


def _print(outcome, name, text=None):
    _counts[outcome] += 1
    print("%-4s %s%s" % (outcome, name, "" if text is None else ": %s" % (text,)), flush=True)


def step(name, action, expected=None):
    """Runs an action, compares what it gives, and prints a line."""
    try:
        actual = action()
    except Exception as e:  # the line names whatever went wrong
        _print("FAIL", name, "%s: %s" % (type(e).__name__, str(e).replace("\n", " ")))
        if os.environ.get("VERBOSE"):
            traceback.print_exc()
        return None
    if expected is not None and actual != expected:
        _print("FAIL", name, "expected %r, found %r" % (expected, actual))
    else:
        _print("ok", name, None if actual is None else str(actual)[:100])
    return actual


def skip(name, reason):
    """Says that a step cannot be taken here, and why."""
    _print("skip", name, reason)


def code_of(action, error_type=None):
    """The code of the error that an action is to raise; the name of its type when it has no code."""
    from odps import errors

    try:
        action()
    except error_type or errors.ODPSError as e:
        return e.code or type(e).__name__
    raise AssertionError("no %s" % (error_type.__name__ if error_type else "error"))


def finish():
    """Prints how the steps went, and ends the script with 1 when one failed."""
    print("%d ok, %d failed, %d skipped" % (_counts["ok"], _counts["FAIL"], _counts["skip"]), flush=True)
    sys.exit(1 if _counts["FAIL"] else 0)
