package io.trailhouse.lake.catalog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;

/// Every byte below a folder, packed or not, whether a table leads to it or not.
public final class Storage {
  private Storage() {}

  /// The files that have a text in them: as it stands there, in a row or the footer of a Parquet
  /// file, in an Avro file's values and bounds, or unpacked from gzip.
  public static List<Path> filesWith(Path folder, String text) throws IOException, SQLException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder);
        Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.toString();
        if (latin(Files.readAllBytes(file)).contains(text)
            || (name.endsWith(".parquet") && isInParquet(duck, file, text))
            || (name.endsWith(".avro") && avro(file).contains(text))
            || (name.endsWith(".gz") && latin(unpacked(file)).contains(text))) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] unpacked(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  private static boolean isInParquet(Connection duck, Path file, String text) throws SQLException {
    for (String table : List.of("read_parquet", "parquet_metadata")) {
      String sql =
          "SELECT count(*) FROM %s('%s') t WHERE contains(CAST(t AS VARCHAR), '%s')"
              .formatted(table, file, text);
      try (Statement statement = duck.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        if (rows.getLong(1) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static String avro(Path file) throws IOException {
    StringBuilder all = new StringBuilder();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        DataFileStream<Object> rows = new DataFileStream<>(in, new GenericDatumReader<>())) {
      while (rows.hasNext()) {
        add(rows.next(), all);
      }
    }
    return all.toString();
  }

  private static void add(Object value, StringBuilder all) {
    if (value instanceof IndexedRecord row) {
      row.getSchema().getFields().forEach(field -> add(row.get(field.pos()), all));
    } else if (value instanceof Iterable<?> list) {
      list.forEach(each -> add(each, all));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(each -> add(each, all));
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      all.append(latin(copy)).append('\n');
    } else if (value != null) {
      all.append(value).append('\n');
    }
  }

  /// Copies a folder into one that is not there.
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(each -> {
        try {
          Files.copy(each, to.resolve(from.relativize(each)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  /// Deletes a folder with all that is in it.
  static void delete(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
