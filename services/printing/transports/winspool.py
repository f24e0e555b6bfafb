"""winspool.drv through ctypes: the few calls that send raw bytes to a Windows printer."""

from __future__ import annotations

import ctypes
import sys


class _DocInfo(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("output_file", ctypes.c_wchar_p),
        ("data_type", ctypes.c_wchar_p),
    )


class WinSpool:
    """The Windows spooler (`services.printing.transports.windows_queue.Spooler`)."""

    def open(self, name: str) -> int:
        """Open the printer ``name`` and return its handle.

        Raises:
            OSError: Windows knows no such printer.
        """
        handle = ctypes.c_void_p()
        self._call("OpenPrinterW", ctypes.c_wchar_p(name), ctypes.byref(handle), None)
        return int(handle.value or 0)

    def start(self, printer: int, *, title: str) -> None:
        """Begin a document of raw bytes.

        Raises:
            OSError: Windows refused.
        """
        info = _DocInfo(title, None, "RAW")
        handle = ctypes.c_void_p(printer)
        self._call("StartDocPrinterW", handle, ctypes.c_uint32(1), ctypes.byref(info))

    def write(self, printer: int, data: bytes) -> int:
        """Write ``data`` and return how many bytes were taken.

        Raises:
            OSError: Windows refused, or took nothing.
        """
        taken = ctypes.c_uint32(0)
        size = ctypes.c_uint32(len(data))
        handle = ctypes.c_void_p(printer)
        self._call("WritePrinter", handle, ctypes.c_char_p(data), size, ctypes.byref(taken))
        if not taken.value:
            raise OSError("the spooler took nothing")
        return int(taken.value)

    def end(self, printer: int) -> None:
        """End the document.

        Raises:
            OSError: Windows refused.
        """
        self._call("EndDocPrinter", ctypes.c_void_p(printer))

    def close(self, printer: int) -> None:
        """Close the handle.

        Raises:
            OSError: Windows refused.
        """
        self._call("ClosePrinter", ctypes.c_void_p(printer))

    @staticmethod
    def _call(name: str, *arguments: object) -> None:
        if sys.platform == "win32":
            library = ctypes.WinDLL("winspool.drv", use_last_error=True)
            if not getattr(library, name)(*arguments):
                raise ctypes.WinError(ctypes.get_last_error())
        else:
            raise OSError(f"{name}: only Windows has this spooler")
