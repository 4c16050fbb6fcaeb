package io.trailhouse.watch;

import com.maxmind.db.Reader;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Places from files in MaxMind's DB format, which several makers publish: one with countries or
/// cities, one with autonomous systems, or one file with both. The files are the user's own and are
/// read into memory once.
public final class MaxMindPlaces implements IpPlaces, AutoCloseable {
  private final Reader countries;
  private final Reader networks;

  private MaxMindPlaces(Reader countries, Reader networks) {
    this.countries = countries;
    this.networks = networks;
  }

  /// Reads the files; they may be one and the same.
  ///
  /// @throws TrailhouseException with WRONG_USE when a file cannot be read
  public static MaxMindPlaces open(Path countries, Path networks) {
    Reader first = reader(countries);
    return new MaxMindPlaces(first, countries.equals(networks) ? first : reader(networks));
  }

  private static Reader reader(Path file) {
    try {
      return new Reader(file.toFile(), Reader.FileMode.MEMORY);
    } catch (IOException e) {
      throw new TrailhouseException(
          Code.WRONG_USE,
          "this is no file in MaxMind's DB format",
          file.toString(),
          "Name an .mmdb file such as GeoLite2-Country.mmdb or GeoLite2-ASN.mmdb",
          e);
    }
  }

  @Override
  public @Nullable String country(InetAddress address) {
    Map<?, ?> entry = entry(countries, address);
    Object code = null;
    for (String name : new String[] {"country", "registered_country"}) {
      code = code == null && entry.get(name) instanceof Map<?, ?> c ? c.get("iso_code") : code;
    }
    code = code == null ? entry.get("country_code") : code;
    return code == null ? null : code.toString();
  }

  @Override
  public @Nullable String network(InetAddress address) {
    Object number = entry(networks, address).get("autonomous_system_number");
    return number == null ? null : "AS" + number;
  }

  private static Map<?, ?> entry(Reader reader, InetAddress address) {
    try {
      Map<?, ?> entry = reader.get(address, Map.class);
      return entry == null ? Map.of() : entry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    countries.close();
    networks.close();
  }
}
