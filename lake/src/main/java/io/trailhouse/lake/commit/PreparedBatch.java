package io.trailhouse.lake.commit;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/// A batch whose rows are in data files that belong to nobody yet, with all that [BatchCommit] has
/// to know to make them part of the table: in the same process or in another, once, however often
/// it is asked. Immutable.
public final class PreparedBatch {
  /// What names a batch and says what its rows were checked against.
  ///
  /// @param id names the batch in its snapshot and in the ledger
  /// @param writer names the appender that checked the rows: its batches share no event
  /// @param table the UUID of the table
  /// @param checkedUpTo the snapshot up to which the rows were checked; null when there was none
  /// @param rowsWithoutTime whether it has rows without a readable time
  record Header(
      String id, String writer, String table, @Nullable Long checkedUpTo, boolean rowsWithoutTime) {

    /// Refuses a table that the batch was not prepared for.
    ///
    /// @throws TrailhouseException with WRONG_USE
    void requireFor(Table events) {
      if (!Objects.equals(events.uuid().toString(), table)) {
        throw new TrailhouseException(
            Code.WRONG_USE,
            "the prepared batch %s belongs to table %s, this one is %s"
                .formatted(id, table, events.uuid()),
            events.location(),
            "Commit it to the table that it was prepared for");
      }
    }
  }

  private final Header header;
  private final List<DataFile> files;
  private final List<InputManifest.Line> lines;

  /// @param lines what became of its log files, as far as it is known before the commit
  PreparedBatch(Header header, List<DataFile> files, List<InputManifest.Line> lines) {
    this.header = header;
    this.files = List.copyOf(files);
    this.lines = List.copyOf(lines);
  }

  /// Reads what [#toBytes] gave, in this process or another.
  ///
  /// @param events the table that it was prepared for
  /// @throws TrailhouseException with TABLE_NEWER for a version that this program does not know,
  ///   with TABLE_DAMAGED for bytes that are not what was written, with WRONG_USE for another table
  public static PreparedBatch of(byte[] bytes, Table events) {
    return PreparedBatchReader.read(bytes, events);
  }

  /// Its wire form: the letters `THPB`, a byte for the version, the length, the content and a
  /// CRC-32C over all of it.
  public byte[] toBytes() {
    return PreparedBatchWriter.write(this);
  }

  /// Names the batch in its snapshot and in the ledger.
  public String id() {
    return header.id();
  }

  /// Where its data files are.
  public List<String> locations() {
    return files.stream().map(DataFile::location).toList();
  }

  Header header() {
    return header;
  }

  String writer() {
    return header.writer();
  }

  String table() {
    return header.table();
  }

  @Nullable Long checkedUpTo() {
    return header.checkedUpTo();
  }

  boolean hasRowsWithoutTime() {
    return header.rowsWithoutTime();
  }

  List<DataFile> files() {
    return files;
  }

  List<InputManifest.Line> lines() {
    return lines;
  }
}
