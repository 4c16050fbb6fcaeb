package io.trailhouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the page answers and who may ask: docs/spec/config.md C31, docs/spec/page.md P2.
class ServerConfigTest {
  @TempDir Path folder;

  private ConfigFile read(String server) throws IOException {
    Path file = Files.writeString(folder.resolve("trailhouse.yaml"), "server: " + server + "\n");
    return ConfigFile.read(file, Map.<String, String>of()::get);
  }

  private List<String> problems(String server) throws IOException {
    return read(server).problems().stream()
        .map(each -> each.key() + ": " + each.problem())
        .toList();
  }

  @Test
  void everythingThatSaysWhoAsksIsRead() throws IOException {
    ServerSpec spec =
        read("{listen: '0.0.0.0:1', allow-remote: true, hosts: [a.example], users: ./users,"
                + " proxy: {header: X-User, addresses: [10.0.0.0/8, '::1', 192.0.2.7]},"
                + " tls: {certificate: c.pem, key: k.pem}}")
            .config()
            .server();
    assertThat(spec)
        .isEqualTo(
            new ServerSpec(
                "0.0.0.0",
                1,
                new ServerSpec.Hosts(List.of("a.example"), false),
                new ServerSpec.Who(
                    folder.resolve("./users"),
                    new ServerSpec.Proxy("X-User", List.of("10.0.0.0/8", "::1", "192.0.2.7"))),
                new ServerSpec.Tls(folder.resolve("c.pem"), folder.resolve("k.pem"))));
  }

  @Test
  void whoeverCanBeReachedFromOutsideMustKnowWhoAsks() throws IOException {
    assertThat(problems("{listen: '0.0.0.0:1'}"))
        .singleElement()
        .asString()
        .contains("allow-remote");
    assertThat(problems("{listen: '0.0.0.0:1', allow-remote: true}"))
        .singleElement()
        .asString()
        .startsWith("server.allow-remote: ")
        .contains("server.users", "server.proxy");
    assertThat(problems("{listen: '0.0.0.0:1', allow-remote: true, users: u}")).isEmpty();
    assertThat(problems("{listen: '127.0.0.1:1', allow-remote: true}")).isEmpty();
  }

  @Test
  void halfOfSomethingIsTold() throws IOException {
    assertThat(problems("{proxy: {header: X-User}, tls: {key: k}}"))
        .hasSize(2)
        .anyMatch(each -> each.startsWith("server.proxy.header: ") && each.contains("addresses"))
        .anyMatch(each -> each.startsWith("server.tls.key: ") && each.contains("certificate"));
    assertThat(problems("{proxy: {addresses: [10.0.0.1]}}")).hasSize(1);
    assertThat(problems("{proxy: {header: 'a b', addresses: [10.0.0.1]}}")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.example",
        "999.1.1.1",
        "1.2.3",
        "10.0.0.0/33",
        "::1/129",
        "10.0.0.0/",
        "abc"
      })
  void whatIsNoAddressIsRefusedWithoutLookingItUp(String address) throws IOException {
    assertThat(problems("{proxy: {header: X-User, addresses: ['" + address + "']}}"))
        .singleElement()
        .asString()
        .contains("must be addresses");
  }

  @Test
  void theOldNameOfHostsIsReadAndTheNewOneNamed() throws IOException {
    ServerSpec spec = read("{names: [old.example], hosts: [new.example]}").config().server();
    assertThat(spec.hosts().names()).containsExactly("new.example", "old.example");
    assertThat(spec.remarks()).singleElement().asString().contains("server.hosts");
  }
}
