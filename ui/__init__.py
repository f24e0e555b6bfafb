"""What people see and touch: Qt Widgets that show and ask, and decide nothing."""
