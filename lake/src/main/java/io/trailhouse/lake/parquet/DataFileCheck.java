package io.trailhouse.lake.parquet;

import io.trailhouse.problem.FileReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/// Looks at one data file for somebody who wants to know whether it is whole, whatever was found of
/// it before: at its ends in little time, or at every byte.
public final class DataFileCheck {
  private static final String NO_FOOTER = "its footer cannot be read";

  private final Path file;
  private final CheckedFiles.Meant meant;

  /// @param meant what the table says of it
  public DataFileCheck(Path file, CheckedFiles.Meant meant) {
    this.file = file;
    this.meant = meant;
  }

  /// What was looked at.
  ///
  /// @param bytes how many bytes were read
  /// @param hasAllSums whether each page has a checksum and unpacks; true when nobody has looked at
  ///   pages
  public record Looked(long bytes, boolean hasAllSums) {}

  /// Looks whether it is there and has its length: a file of another form than Parquet's tells no
  /// more.
  ///
  /// @throws org.apache.iceberg.exceptions.NotFoundException, perhaps a [BrokenFileException], when
  ///   it is not so
  public Looked length() {
    WholeFile.requireFile(file);
    try {
      WholeFile.requireSize(file, Files.size(file), meant.size());
      return new Looked(0, true);
    } catch (IOException e) {
      throw WholeFile.unreadable(file, e);
    }
  }

  /// Looks whether it is there, has its length, a footer that can be read, the rows that are meant
  /// and room for what the footer names.
  ///
  /// @throws org.apache.iceberg.exceptions.NotFoundException, perhaps a [BrokenFileException], when
  ///   it is not so
  public Looked ends() {
    int footer = footer();
    try (ParquetFileReader reader = open()) {
      requireMeant(reader);
      long end = Files.size(file) - WholeFile.TAIL - footer;
      for (BlockMetaData group : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData column : group.getColumns()) {
          long from = column.getStartingPos();
          if (from < 0 || column.getTotalSize() < 0 || from + column.getTotalSize() > end) {
            throw damaged("its footer names bytes that it does not have", null);
          }
        }
      }
      return new Looked(footer, true);
    } catch (IOException e) {
      throw WholeFile.unreadable(file, e);
    }
  }

  /// Looks at every byte as well: at the seal, each page's checksum, and whether each page unpacks.
  /// Where a page has no checksum all rows are decoded.
  ///
  /// @param schema of the table
  /// @throws org.apache.iceberg.exceptions.NotFoundException, perhaps a [BrokenFileException], when
  ///   it is not whole
  public Looked all(Schema schema) {
    ends();
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      WholeFile.holdsItsSeal(file, in); // without one the pages tell
    } catch (IOException e) {
      throw WholeFile.unreadable(file, e);
    }
    boolean sums = areSummed(schema);
    try {
      return new Looked(Files.size(file), sums);
    } catch (IOException e) {
      throw WholeFile.unreadable(file, e);
    }
  }

  /// Whether each page has a checksum; where not, its rows have been decoded. Compression that
  /// needs libraries of Hadoop's is not unpacked: then the checksums are all that was looked at.
  private boolean areSummed(Schema schema) {
    try {
      boolean sums = pages();
      if (!sums) {
        WholeFile.requireEqual(file, decoded(schema), meant.rows(), "row");
      }
      return sums;
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  private int footer() {
    WholeFile.requireFile(file);
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      WholeFile.requireSize(file, in.length(), meant.size());
      return WholeFile.footer(file, in).length;
    } catch (IOException e) {
      throw WholeFile.unreadable(file, e);
    }
  }

  private ParquetFileReader open() throws IOException {
    try {
      return WholeFile.open(file);
    } catch (RuntimeException e) { // the library's word for bytes that mean nothing to it
      throw damaged(NO_FOOTER, e);
    } catch (IOException e) {
      if (Files.isReadable(file)) {
        throw damaged(NO_FOOTER, e);
      }
      throw e;
    }
  }

  private void requireMeant(ParquetFileReader reader) {
    WholeFile.requireName(file, reader.getFileMetaData().getKeyValueMetaData().get(Seal.FILE));
    WholeFile.requireEqual(file, reader.getRecordCount(), meant.rows(), "row");
  }

  /// Whether each page has a checksum.
  private boolean pages() {
    boolean sums = true;
    try (ParquetFileReader reader = open()) {
      for (PageReadStore group = reader.readNextRowGroup();
          group != null;
          group = reader.readNextRowGroup()) {
        for (ColumnDescriptor column : reader.getFileMetaData().getSchema().getColumns()) {
          sums &= pages(group.getPageReader(column));
        }
      }
      return sums;
    } catch (BrokenFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged("a page of it cannot be read: " + FileReason.ofAny(e), e);
    }
  }

  private static boolean pages(PageReader column) {
    DictionaryPage dictionary = column.readDictionaryPage();
    boolean sums = dictionary == null || dictionary.getCrc().isPresent();
    for (DataPage page = column.readPage(); page != null; page = column.readPage()) {
      sums &= page.getCrc().isPresent();
    }
    return sums;
  }

  private long decoded(Schema schema) {
    long rows = 0;
    try (CloseableIterable<Record> all =
        Parquet.read(org.apache.iceberg.Files.localInput(file.toFile()))
            .project(schema)
            .createReaderFunc(stored -> GenericParquetReaders.buildReader(schema, stored))
            .build()) {
      for (Record each : all) {
        rows += each == null ? 0 : 1;
      }
      return rows;
    } catch (IOException | RuntimeException e) {
      throw damaged("its rows cannot be read: " + FileReason.ofAny(e), e);
    }
  }

  private BrokenFileException damaged(String why, @Nullable Throwable cause) {
    return BrokenFileException.damaged(file.toString(), why, cause);
  }
}
