package io.trailhouse.lake.catalog;

import io.trailhouse.durable.Folders;
import io.trailhouse.lake.parquet.BrokenFileException;
import io.trailhouse.lake.parquet.CheckedFiles;
import io.trailhouse.lake.parquet.Seal;
import io.trailhouse.lake.parquet.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.jspecify.annotations.Nullable;

/// The files of a table in a local folder. A file that was closed has reached the disk, with its
/// [Seal]; one that is opened to be read was found whole and is the one that is meant. With a
/// [HomeGuard] no file is made in a warehouse that has gone.
public final class LocalFiles implements FileIO, SupportsPrefixOperations {
  private static final long serialVersionUID = 1L;
  private static final String SCHEME = "file:";

  private final transient CheckedFiles checked;
  private transient volatile @Nullable HomeGuard guard;

  LocalFiles(CheckedFiles checked) {
    this.checked = checked;
  }

  void guardBy(HomeGuard found) {
    guard = found;
  }

  private Path writable(Path path) {
    HomeGuard found = guard;
    if (found != null) {
      found.requireMarker();
    }
    return path;
  }

  /// Where a location is; a scheme before it changes nothing.
  ///
  /// @throws BrokenFileException when no file can have this name
  public static Path path(String location) {
    try {
      return Path.of(location.startsWith(SCHEME) ? location.substring(SCHEME.length()) : location);
    } catch (InvalidPathException e) { // damaged metadata can name anything
      throw BrokenFileException.damaged(location, "no file can have this name", e);
    }
  }

  @Override
  public InputFile newInputFile(String location) {
    return input(location, CheckedFiles.Meant.ANY);
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return input(location, new CheckedFiles.Meant(length, -1));
  }

  @Override
  public InputFile newInputFile(DataFile file) {
    return input(file.location(), meant(file));
  }

  /// What a table says of one of its data files.
  public static CheckedFiles.Meant meant(ContentFile<?> file) {
    return new CheckedFiles.Meant(file.fileSizeInBytes(), file.recordCount());
  }

  /// The same of a file of which it says no more than its length.
  public static CheckedFiles.Meant meant(long size) {
    return new CheckedFiles.Meant(size, -1);
  }

  private InputFile input(String location, CheckedFiles.Meant meant) {
    Path path = path(location);
    Seal.Form form = Seal.Form.of(location);
    InputFile plain = org.apache.iceberg.Files.localInput(path.toFile());
    return new InputFile() {
      private volatile long read = -1;

      // Of what was read, which stays as it is when the file is taken away meanwhile.
      @Override
      public long getLength() {
        return read >= 0 ? read : length(path);
      }

      @Override
      public SeekableInputStream newStream() {
        if (form == Seal.Form.AVRO || form == Seal.Form.JSON) {
          byte[] bytes = WholeFile.read(path, form, meant.size());
          read = bytes.length;
          return new InMemoryInputFile(location, bytes).newStream();
        }
        if (form == Seal.Form.PARQUET) {
          checked.require(path, meant);
        } else {
          WholeFile.requireFile(path);
        }
        return plain.newStream();
      }

      @Override
      public String location() {
        return location;
      }

      @Override
      public boolean exists() {
        return plain.exists();
      }
    };
  }

  /// A file that is not there has no length, not even 0.
  private static long length(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      WholeFile.requireFile(path);
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public OutputFile newOutputFile(String location) {
    Path path = path(location);
    return new OutputFile() {
      @Override
      public PositionOutputStream create() {
        return new Durable(writable(path), StandardOpenOption.CREATE_NEW);
      }

      @Override
      public PositionOutputStream createOrOverwrite() {
        return new Durable(writable(path), StandardOpenOption.CREATE);
      }

      @Override
      public String location() {
        return location;
      }

      @Override
      public InputFile toInputFile() {
        return newInputFile(location);
      }
    };
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(path(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Files that others take away while it lists may be missing.
  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    Path root = path(prefix);
    List<FileInfo> found = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    try {
      Files.walkFileTree(root, new Listing(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /// Collects regular files, whatever goes meanwhile.
  private static final class Listing extends SimpleFileVisitor<Path> {
    private final List<FileInfo> found;

    Listing(List<FileInfo> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        found.add(
            new FileInfo(
                file.toString(), attributes.size(), attributes.lastModifiedTime().toMillis()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      if (problem instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw problem;
    }
  }

  @Override
  public void deletePrefix(String prefix) {
    for (FileInfo file : listPrefix(prefix)) {
      deleteFile(file.location());
    }
  }

  /// Forces what was written to the disk before it closes, after sealing it.
  private static final class Durable extends PositionOutputStream {
    private static final int BUFFER = 256 << 10;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final CRC32C sum = new CRC32C();
    private final Seal.Form form;
    private final String name;
    private long position;

    Durable(Path path, StandardOpenOption creation) {
      this.path = path;
      form = Seal.Form.of(path.toString());
      name = Seal.nameOf(path.toString());
      try {
        Folders.makeAll(Objects.requireNonNull(path.getParent(), "a file lies in a folder"));
        channel =
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                creation,
                creation == StandardOpenOption.CREATE
                    ? StandardOpenOption.TRUNCATE_EXISTING
                    : creation);
      } catch (java.nio.file.FileAlreadyExistsException e) {
        throw new AlreadyExistsException(e, "File already exists: %s", path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int one) throws IOException {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.put((byte) one);
      position++;
      insertSeal();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int first = (int) Math.min(length, form.at() - position);
      if (first > 0) {
        put(bytes, offset, first);
        insertSeal();
        put(bytes, offset + first, length - first);
      } else {
        put(bytes, offset, length);
      }
    }

    private void insertSeal() throws IOException {
      if (position == form.at()) {
        byte[] seal = form.inserted(name);
        put(seal, 0, seal.length);
      }
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
      if (length > buffer.remaining()) {
        flush();
      }
      if (length > buffer.remaining()) {
        writeFully(ByteBuffer.wrap(bytes, offset, length));
      } else {
        buffer.put(bytes, offset, length);
      }
      position += length;
    }

    @Override
    public void flush() throws IOException {
      buffer.flip();
      writeFully(buffer);
      buffer.clear();
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
      sum.update(bytes.duplicate());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        try (channel) {
          flush();
          seal();
          channel.force(true);
        }
        Folders.forceAround(path);
      }
    }

    /// Nothing to seal is in a file that was given up.
    private void seal() throws IOException {
      long at = form == Seal.Form.PARQUET ? inFooter() : form.digits();
      if (form != Seal.Form.OTHER && at >= 0 && position >= at + Seal.DIGITS) {
        channel.write(ByteBuffer.wrap(Seal.digits(sum)), at);
      }
    }

    private long inFooter() throws IOException {
      ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long end = position - 2 * Integer.BYTES; // the length and the magic bytes follow
      if (end < 0 || channel.read(length, end) < Integer.BYTES) {
        return -1;
      }
      int size = length.getInt(0);
      if (size <= 0 || size > end) {
        return -1;
      }
      ByteBuffer footer = ByteBuffer.allocate(size);
      while (footer.hasRemaining() && channel.read(footer, end - size + footer.position()) > 0) {
        // until all is read
      }
      int found = Seal.inFooter(footer.array());
      return found < 0 ? -1 : end - size + found;
    }
  }
}
