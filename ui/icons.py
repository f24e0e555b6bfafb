"""Tinted icons: one SVG source per icon, drawn in any colour and size."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from ui.assets import asset_path
from ui.tokens import IconSize


class Icon(StrEnum):
    """The icons that are shipped; the value is the file's name in ``resources/icons``."""

    ARROW_DOWN = "arrow-down"
    ARROW_UP = "arrow-up"
    BAN = "ban"
    BANKNOTE = "banknote"
    BELL_RING = "bell-ring"
    BOOKMARK = "bookmark"
    BRAND = "brand"
    CHECK = "check"
    CHECK_CHECK = "check-check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    CIRCLE_ALERT = "circle-alert"
    CIRCLE_DASHED = "circle-dashed"
    CIRCLE_QUESTION_MARK = "circle-question-mark"
    CIRCLE_X = "circle-x"
    CLIPBOARD_CHECK = "clipboard-check"
    CLOCK = "clock"
    COPY = "copy"
    DATABASE = "database"
    DOWNLOAD = "download"
    ELLIPSIS = "ellipsis"
    EXTERNAL_LINK = "external-link"
    EYE = "eye"
    FILE_TEXT = "file-text"
    FOLDER_OPEN = "folder-open"
    GAMEPAD_2 = "gamepad-2"
    HARD_DRIVE = "hard-drive"
    HISTORY = "history"
    HOURGLASS = "hourglass"
    IMAGE = "image"
    INBOX = "inbox"
    INFO = "info"
    KANBAN = "kanban"
    LAPTOP = "laptop"
    LIST_FILTER = "list-filter"
    LIST_TODO = "list-todo"
    LOADER_CIRCLE = "loader-circle"
    LOCK = "lock"
    LOG_IN = "log-in"
    MAIL = "mail"
    MESSAGE_SQUARE = "message-square"
    MINUS = "minus"
    MONITOR = "monitor"
    PACKAGE = "package"
    PACKAGE_PLUS = "package-plus"
    PACKAGE_SEARCH = "package-search"
    PENCIL = "pencil"
    PERCENT = "percent"
    PHONE = "phone"
    PLUG = "plug"
    PLUS = "plus"
    PRINTER = "printer"
    RECEIPT = "receipt"
    REFRESH_CW = "refresh-cw"
    SEARCH = "search"
    SEND = "send"
    SETTINGS = "settings"
    SMARTPHONE = "smartphone"
    STETHOSCOPE = "stethoscope"
    TABLE_2 = "table-2"
    TABLET = "tablet"
    TAG = "tag"
    TRASH_2 = "trash-2"
    TRIANGLE_ALERT = "triangle-alert"
    UNDO_2 = "undo-2"
    USER = "user"
    USERS = "users"
    WATCH = "watch"
    WIFI_OFF = "wifi-off"
    WRENCH = "wrench"
    X = "x"


def icon_pixmap(icon: Icon | str, *, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon in one colour, ``size`` logical pixels square, cached by Qt.

    Lines are 2 wide on the icon's grid of 24 and 1.5 when drawn at 24 or more.

    Raises:
        FileNotFoundError: no such icon is shipped.
    """
    key = f"mendpoint/{icon}/{colour}/{size}/{ratio:.2f}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = _render(_tinted_source(str(icon), colour=colour, size=size), size=size, ratio=ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def themed_icon(
    icon: Icon | str, *, colour: str, disabled: str, size: int = IconSize.CONTROL
) -> QIcon:
    """Return a QIcon for menus and stock widgets, with a pixmap for the disabled state."""
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(icon_pixmap(icon, colour=colour, size=size, ratio=ratio))
        off = icon_pixmap(icon, colour=disabled, size=size, ratio=ratio)
        result.addPixmap(off, QIcon.Mode.Disabled)
    return result


def paint_icon(painter: QPainter, rect: QRectF, icon: Icon | str, *, colour: str) -> None:
    """Draw an icon in the middle of ``rect``, as large as its shorter side."""
    size = round(min(rect.width(), rect.height()))
    ratio = painter.device().devicePixelRatioF()
    pixmap = icon_pixmap(icon, colour=colour, size=size, ratio=ratio)
    left = round(rect.center().x() - size / 2)
    top = round(rect.center().y() - size / 2)
    painter.drawPixmap(QRectF(left, top, size, size), pixmap, QRectF(pixmap.rect()))


def _tinted_source(name: str, *, colour: str, size: int) -> QByteArray:
    source = asset_path("icons", name=f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", QColor(colour).name())
    if size >= 24:
        source = source.replace('stroke-width="2"', 'stroke-width="1.5"')
    return QByteArray(source.encode())


def _render(source: QByteArray, *, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(source).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
