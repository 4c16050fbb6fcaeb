package io.trailhouse.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.problem.TrailhouseException;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IpPlacesTest {
  @TempDir Path folder;

  @Test
  void countriesAndNetworksComeFromAFileInMaxMindsFormat() throws Exception {
    Path file = folder.resolve("places.mmdb");
    Files.write(file, database());
    try (MaxMindPlaces places = MaxMindPlaces.open(file, file)) {
      InetAddress known = Objects.requireNonNull(IpPlaces.address("10.1.2.3"));
      InetAddress unknown = Objects.requireNonNull(IpPlaces.address("200.1.2.3"));
      assertThat(places.country(known)).isEqualTo("DE");
      assertThat(places.network(known)).isEqualTo("AS64500");
      assertThat(places.country(unknown)).isNull();
      assertThat(places.network(unknown)).isNull();
    }
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    Path file = folder.resolve("places.csv");
    Files.writeString(file, "10.0.0.0/8,DE,64500\n");
    assertThatThrownBy(() -> MaxMindPlaces.open(file, file))
        .isInstanceOf(TrailhouseException.class)
        .hasMessageContaining("no file in MaxMind's DB format");
  }

  @Test
  void namesAreNoAddresses() {
    assertThat(IpPlaces.address("cloudformation.amazonaws.com")).isNull();
    assertThat(IpPlaces.address("dead.beef")).isNull();
    assertThat(IpPlaces.address("AWS Internal")).isNull();
    assertThat(IpPlaces.address("")).isNull();
    assertThat(IpPlaces.address("999.1.1.1")).isNull();
    assertThat(IpPlaces.address("2001:db8::1")).isNotNull();
    assertThat(IpPlaces.address("::ffff:10.0.0.1")).isNotNull();
  }

  /// A database of one network, 0.0.0.0/1: one node whose left record is data.
  private static byte[] database() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 1 + 16, 0, 0, 1});
    out.writeBytes(new byte[16]);
    map(out, 2);
    text(out, "country");
    map(out, 1);
    text(out, "iso_code");
    text(out, "DE");
    text(out, "autonomous_system_number");
    out.writeBytes(new byte[] {(byte) (6 << 5 | 2), (byte) (64_500 >> 8), (byte) 64_500});
    out.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    map(out, 9);
    number(out, "node_count", 6, 1);
    number(out, "record_size", 5, 24);
    number(out, "ip_version", 5, 4);
    number(out, "binary_format_major_version", 5, 2);
    number(out, "binary_format_minor_version", 5, 0);
    text(out, "build_epoch");
    out.writeBytes(new byte[] {1, 2, 1});
    text(out, "database_type");
    text(out, "Test");
    text(out, "languages");
    out.writeBytes(new byte[] {0, 4});
    text(out, "description");
    map(out, 0);
    return out.toByteArray();
  }

  private static void map(ByteArrayOutputStream out, int size) {
    out.write(7 << 5 | size);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.write(2 << 5 | text.length());
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void number(ByteArrayOutputStream out, String name, int type, int value) {
    text(out, name);
    out.write(type << 5 | 1);
    out.write(value);
  }
}
