package io.trailhouse.alert;

/// What an outbox has done. Findings are counted since it was opened: in = below floor + repeated +
/// opened + grouped. Alerts are those that it remembers: waiting + sent + failed + unknown +
/// dropped.
///
/// @param in findings that were added
/// @param belowFloor of a level that this alert is not for
/// @param repeated known already: read again, or added again after a crash
/// @param opened findings that began an alert
/// @param grouped findings that joined one, so that no message is sent for each
/// @param waiting alerts to be sent, the one that is being sent included
/// @param unknown alerts of which nobody knows whether they were taken
/// @param dropped failed or unknown ones that somebody has given up
/// @param damaged files of alerts that say nothing and were put aside
public record OutboxCounters(
    long in,
    long belowFloor,
    long repeated,
    long opened,
    long grouped,
    long waiting,
    long sent,
    long failed,
    long unknown,
    long dropped,
    long damaged) {}
