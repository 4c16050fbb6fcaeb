package io.trailhouse.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/// A home as an earlier version wrote it, unpacked into a folder of the test and led to its new
/// place: Iceberg's metadata has whole paths, so each of them is written anew.
///
/// A folder `homes/<name>` of the test's resources has `place` (where it was made), `kept.tar.gz`
/// (home, configuration, what its route wrote) and `answers.json` (what its maker answered).
final class KeptHome {
  private final Path folder;
  private final String madeIn;

  private KeptHome(Path folder, String madeIn) {
    this.folder = folder;
    this.madeIn = madeIn;
  }

  static Path resources() {
    return Program.checkout().resolve("it/src/test/resources/homes");
  }

  /// The names of all kept homes.
  static List<String> all() throws IOException {
    try (Stream<Path> folders = Files.list(resources())) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("kept.tar.gz")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /// Unpacks a kept home into an empty folder.
  static Path unpack(String name, Path folder) throws Exception {
    Path kept = resources().resolve(name);
    run("tar", "-xzf", kept.resolve("kept.tar.gz").toString(), "-C", folder.toString());
    new KeptHome(folder, Files.readString(kept.resolve("place")).strip()).move();
    return folder.resolve("home");
  }

  static void run(String... command) {
    Program.Ended ended = Program.run(Path.of("/"), Map.of(), List.of(command));
    if (ended.exit() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + ended.err());
    }
  }

  private void move() throws IOException, SQLException {
    List<Path> metadata = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("home/warehouse"))) {
      files.filter(file -> file.getParent().endsWith("metadata")).forEach(metadata::add);
    }
    for (Path file : ending(metadata, ".metadata.json")) {
      Files.writeString(file, moved(Files.readString(file)));
    }
    Map<String, Long> sizes = new HashMap<>();
    for (Path file : ending(metadata, ".avro")) {
      if (!file.getFileName().toString().startsWith("snap-")) {
        rewrite(file, Map.of());
        sizes.put(file.toString(), Files.size(file));
      }
    }
    for (Path file : ending(metadata, ".avro")) {
      if (file.getFileName().toString().startsWith("snap-")) {
        rewrite(file, sizes);
      }
    }
    moveCatalog();
  }

  private static List<Path> ending(List<Path> files, String end) {
    return files.stream().filter(file -> file.toString().endsWith(end)).toList();
  }

  private String moved(String text) {
    return text.replace(madeIn, folder.toString());
  }

  private void rewrite(Path file, Map<String, Long> sizes) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (DataFileReader<GenericRecord> in =
            new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
        DataFileWriter<GenericRecord> out = new DataFileWriter<>(new GenericDatumWriter<>())) {
      out.setCodec(CodecFactory.deflateCodec(9));
      for (String key : in.getMetaKeys()) {
        if (!key.startsWith("avro.")) {
          out.setMeta(key, moved(new String(in.getMeta(key), StandardCharsets.UTF_8)));
        }
      }
      out.create(in.getSchema(), part.toFile());
      while (in.hasNext()) {
        GenericRecord entry = in.next();
        move(entry, sizes);
        out.append(entry);
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void move(GenericRecord entry, Map<String, Long> sizes) {
    if (entry.getSchema().getField("manifest_path") != null) {
      String path = moved(entry.get("manifest_path").toString());
      entry.put("manifest_path", path);
      entry.put("manifest_length", Objects.requireNonNull(sizes.get(path), path));
    } else {
      GenericRecord data = (GenericRecord) entry.get("data_file");
      data.put("file_path", moved(data.get("file_path").toString()));
    }
  }

  private void moveCatalog() throws SQLException {
    try (Connection catalog =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/catalog.db"));
        PreparedStatement tables =
            catalog.prepareStatement(
                "UPDATE iceberg_tables SET metadata_location = replace(metadata_location, ?, ?),"
                    + " previous_metadata_location = replace(previous_metadata_location, ?, ?)");
        PreparedStatement spaces =
            catalog.prepareStatement(
                "UPDATE iceberg_namespace_properties SET"
                    + " property_value = replace(property_value, ?, ?)")) {
      for (int place = 1; place <= 4; place++) {
        tables.setString(place, place % 2 == 1 ? madeIn : folder.toString());
      }
      tables.executeUpdate();
      spaces.setString(1, madeIn);
      spaces.setString(2, folder.toString());
      spaces.executeUpdate();
    }
  }
}
