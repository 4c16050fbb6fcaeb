package io.trailhouse.lake.parquet;

import io.trailhouse.lake.row.EventRow;
import io.trailhouse.lake.row.EventRowMaterializer;
import io.trailhouse.problem.Causes;
import io.trailhouse.problem.FileReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.io.InputFile;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// Reads the rows of one data file in their order. The row it gives is the same object each time.
///
/// Columns that are null in the whole file are not read at all. Pages are held against their
/// checksums.
public final class EventFileReader implements AutoCloseable {
  private final String location;
  private final ParquetFileReader file;
  private final MessageColumnIO columns;
  private final EventRowMaterializer materializer;
  private final boolean own;
  private @Nullable RecordReader<EventRow> rows;
  private long left;

  private EventFileReader(String location, ParquetFileReader file, MessageType wanted) {
    this.location = location;
    FileMetaData about = file.getFileMetaData();
    this.file = file;
    file.setRequestedSchema(wanted);
    columns = new ColumnIOFactory(about.getCreatedBy()).getColumnIO(wanted, about.getSchema());
    materializer = new EventRowMaterializer(wanted);
    own = about.getKeyValueMetaData().containsKey(Seal.KEY);
  }

  /// All columns, or some: of the top level, or inside a struct, such as `useridentity.arn`. The
  /// others stay empty in the row.
  public static EventFileReader of(InputFile file, String... columns) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new PageCodecs())
            .usePageChecksumVerification()
            .build();
    try {
      ParquetFileReader open = ParquetFileReader.open(ParquetFiles.input(file), options);
      try {
        return new EventFileReader(file.location(), open, wanted(open, List.of(columns)));
      } catch (RuntimeException e) {
        open.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(file.location(), e);
    }
  }

  /// What the library says of bytes that mean nothing to it.
  private static RuntimeException damaged(String location, Exception problem) {
    return Causes.of(problem, location)
        .orElseGet(
            () -> BrokenFileException.damaged(location, FileReason.ofAny(problem), problem).told());
  }

  private static MessageType wanted(ParquetFileReader file, List<String> columns) {
    Set<ColumnPath> filled = filled(file.getFooter().getBlocks());
    filled.removeIf(path -> !columns.isEmpty() && !isAmong(path.toDotString() + ".", columns));
    MessageType all = file.getFileMetaData().getSchema();
    List<Type> chosen = new ArrayList<>();
    for (Type field : all.getFields()) {
      if (columns.isEmpty() || isOrLeadsTo(field.getName(), columns)) {
        Type rest = withoutEmpty(field, new String[] {field.getName()}, filled);
        if (rest != null) {
          chosen.add(rest);
        }
      }
    }
    if (chosen.isEmpty()) {
      chosen.add(all.getType(0));
    }
    return new MessageType(all.getName(), chosen);
  }

  private static boolean isAmong(String leaf, List<String> columns) {
    return columns.stream().anyMatch(column -> leaf.startsWith(column + "."));
  }

  private static boolean isOrLeadsTo(String field, List<String> columns) {
    return columns.stream()
        .anyMatch(column -> column.equals(field) || column.startsWith(field + "."));
  }

  /// The leaves that may have a value in some row.
  private static Set<ColumnPath> filled(List<BlockMetaData> groups) {
    Set<ColumnPath> filled = new HashSet<>();
    for (BlockMetaData group : groups) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        if (!chunk.getStatistics().isNumNullsSet()
            || chunk.getStatistics().getNumNulls() < chunk.getValueCount()) {
          filled.add(chunk.getPath());
        }
      }
    }
    return filled;
  }

  /// A field without the leaves below it that are null everywhere; null when none is left. A list
  /// stays as it is: an empty list is not a null.
  private static @Nullable Type withoutEmpty(Type field, String[] path, Set<ColumnPath> filled) {
    if (field.isPrimitive()) {
      return filled.contains(ColumnPath.get(path)) ? field : null;
    }
    GroupType group = field.asGroupType();
    if (group.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      return group;
    }
    List<Type> members = new ArrayList<>();
    for (Type member : group.getFields()) {
      String[] below = Arrays.copyOf(path, path.length + 1);
      below[path.length] = member.getName();
      Type rest = withoutEmpty(member, below, filled);
      if (rest != null) {
        members.add(rest);
      }
    }
    return members.isEmpty() ? null : group.withNewFields(members);
  }

  /// Whether this program wrote the file, so that its columns hold what an event record had.
  public boolean isOwn() {
    return own;
  }

  /// The next row, or null behind the last one. Valid until the next call.
  public @Nullable EventRow next() throws IOException {
    try {
      while (left == 0) {
        PageReadStore group = file.readNextRowGroup();
        if (group == null) {
          return null;
        }
        rows = columns.getRecordReader(group, materializer);
        left = group.getRowCount();
      }
      left--;
      return rows == null ? null : rows.read();
    } catch (IOException | RuntimeException e) {
      throw damaged(location, e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
