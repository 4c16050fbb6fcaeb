package io.trailhouse.lake.parquet;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;

/// Iceberg's files as parquet-java's: Iceberg has the same adapters, but keeps them to itself.
final class ParquetFiles {
  private ParquetFiles() {}

  private static org.apache.iceberg.io.SeekableInputStream opened(
      org.apache.iceberg.io.InputFile file) {
    try {
      return file.newStream();
    } catch (BrokenFileException e) {
      throw e.told();
    } catch (NotFoundException e) {
      throw new TrailhouseException(
          Code.TABLE_DAMAGED,
          "a data file of the table is gone",
          file.location(),
          "Put the file back from a copy; before that nothing can be added to its days, because"
              + " nobody knows which events were in it",
          e);
    }
  }

  static InputFile input(org.apache.iceberg.io.InputFile file) {
    return new InputFile() {
      @Override
      public long getLength() {
        return file.getLength();
      }

      @Override
      public SeekableInputStream newStream() {
        org.apache.iceberg.io.SeekableInputStream in = opened(file);
        return new DelegatingSeekableInputStream(in) {
          @Override
          public long getPos() throws IOException {
            return in.getPos();
          }

          @Override
          public void seek(long position) throws IOException {
            in.seek(position);
          }
        };
      }

      @Override
      public String toString() {
        return file.location();
      }
    };
  }

  static OutputFile output(org.apache.iceberg.io.OutputFile file) {
    return new OutputFile() {
      @Override
      public PositionOutputStream create(long blockSize) {
        org.apache.iceberg.io.PositionOutputStream out = file.create();
        return new DelegatingPositionOutputStream(out) {
          @Override
          public long getPos() throws IOException {
            return out.getPos();
          }
        };
      }

      @Override
      public PositionOutputStream createOrOverwrite(long blockSize) {
        return create(blockSize);
      }

      @Override
      public boolean supportsBlockSize() {
        return false;
      }

      @Override
      public long defaultBlockSize() {
        return 0;
      }

      @Override
      public String getPath() {
        return file.location();
      }
    };
  }
}
