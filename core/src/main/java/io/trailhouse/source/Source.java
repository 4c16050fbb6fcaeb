package io.trailhouse.source;

/// Gives log files, one after the other.
public interface Source {
  /// Lends every log file to the taker and returns when there is none left.
  ///
  /// @throws InterruptedException when the thread is asked to stop; everything lent so far counts
  void deliver(Taker taker) throws InterruptedException;

  /// Who takes deliveries; it blocks while it has enough to do.
  interface Taker {
    void take(Delivery delivery) throws InterruptedException;

    /// More is to come: for progress only.
    ///
    /// @param files how many files or archives
    /// @param bytes their size as stored
    void found(long files, long bytes);

    /// A file or folder could not be read at all. The walk goes on.
    ///
    /// @param place its path
    /// @param reason for people
    void unreadable(String place, String reason) throws InterruptedException;

    /// A file was left alone because neither its name nor its first byte is that of a log file.
    void leftAlone(String place) throws InterruptedException;
  }
}
