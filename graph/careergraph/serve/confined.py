"""What the system itself keeps a worker from: the network, and a life without its keeper.

Queries that would leave the machine are refused by their text (`sparql.faults.refuse_service`);
should one ever be worded so that this is not seen, the engine finds that it cannot make a socket.
"""

import ctypes
import os
import platform
import signal
import struct
import sys

_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The number of the call `socket`, and that of the architecture, as Linux has them."""

_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF: load a word, jump if equal, return
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # go on; give EACCES
_NUMBER, _ARCHITECTURE = 0, 4  # where these stand in what the filter sees
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER, _ON_DEATH = 38, 22, 2, 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def cut_off() -> bool:
    """Make every later attempt of this process to make a socket fail; return whether it will.

    What is open stays open. There is no way back, for its children neither. Where the system
    cannot do that (other than Linux, or forbidden) nothing changes.
    """
    if sys.platform != "linux" or platform.machine() not in _SOCKET:
        return False
    architecture, number = _SOCKET[platform.machine()]
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, 3, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 1, number),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(system.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def end_with(parent: int) -> None:
    """End this process when `parent`, which forked it, ends, whatever it is doing then."""
    if sys.platform != "linux":
        return  # it ends when it next has something to say
    ctypes.CDLL(None).prctl(_ON_DEATH, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was quicker
        os._exit(1)
