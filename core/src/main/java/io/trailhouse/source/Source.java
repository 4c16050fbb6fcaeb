package io.trailhouse.source;

import java.io.IOException;

/// Gives log files, one after the other.
public interface Source {
  /// Lends every log file to the listener and returns when there is none left.
  ///
  /// @throws InterruptedException when the thread is asked to stop; everything lent so far counts
  void emit(Listener listener) throws InterruptedException;

  /// Who takes deliveries; it blocks while it has enough to do. For any number of threads.
  interface Listener {
    void take(SourceFile delivery) throws InterruptedException;

    /// Whether this file, in this version, has been dealt with, so that it need not be fetched.
    default boolean knows(LogFile file) {
      return false;
    }

    /// A file that was dealt with before was seen again and not fetched.
    default void known(LogFile file) {}

    /// This file will not become readable by waiting: what there is of it is put aside.
    ///
    /// @param delivery opens what is kept, such as the message that announced the file; not
    ///   released here
    /// @param reason for people
    default void putAside(SourceFile delivery, String reason) throws IOException {
      throw new UnsupportedOperationException();
    }

    /// An archive was read to its end, and nothing is wrong with what it is beside its entries.
    ///
    /// @param archive released when all that was lent before is safe
    default void sound(SourceFile archive) {
      archive.ack();
    }

    /// The source cannot lend more before something is released.
    default void exhausted() {}

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
