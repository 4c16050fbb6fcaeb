package io.trailhouse.lake.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Decompresses pages: those of zstd, which is what Trailhouse writes, in one step from array to
/// array, where parquet-java sets up a stream for each; all others as parquet-java does.
final class PageCodecs implements CompressionCodecFactory {
  private final CodecFactory others = new CodecFactory(new PlainParquetConfiguration(), 0);
  private final ZstdPages zstd = new ZstdPages();

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return others.getCompressor(codec);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return codec == CompressionCodecName.ZSTD ? zstd : others.getDecompressor(codec);
  }

  @Override
  public void release() {
    zstd.release();
    others.release();
  }

  private static final class ZstdPages implements BytesInputDecompressor {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      int length = Math.toIntExact(bytes.size());
      return BytesInput.from(decompress(bytes.toInputStream().slice(length), length, size));
    }

    private byte[] decompress(ByteBuffer input, int length, int size) throws IOException {
      byte[] text = new byte[size];
      ByteBuffer page = input;
      if (!input.hasArray()) {
        page = ByteBuffer.allocate(length).put(input).flip();
      }
      int from = page.arrayOffset() + page.position();
      int written;
      try {
        written = context.decompressByteArray(text, 0, size, page.array(), from, length);
      } catch (ZstdException e) {
        throw new IOException("a page does not decompress: " + e.getMessage(), e);
      }
      if (written != size) {
        throw new IOException("a page has %d bytes instead of %d".formatted(written, size));
      }
      return text;
    }

    @Override
    public void decompress(ByteBuffer input, int length, ByteBuffer output, int size)
        throws IOException {
      output.put(decompress(input.slice().limit(length), length, size));
      input.position(input.position() + length);
    }

    @Override
    public void release() {
      context.close();
    }
  }
}
