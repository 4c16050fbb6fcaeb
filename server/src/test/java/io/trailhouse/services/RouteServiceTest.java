package io.trailhouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trailhouse.config.ConfigFile;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Routes as doors ask for them.
class RouteServiceTest {
  @TempDir private Path home;

  private List<RouteSpec> routes() throws IOException {
    Path file = home.resolve("trailhouse.yaml");
    Files.writeString(
        file,
        """
        routes:
          logins: {source: signin, to: {folder: ./logins/}}
          deletions: {source: iam, to: {folder: ./deletions/}}
        """);
    return ConfigFile.read(file, name -> null).config().routes();
  }

  @Test
  void routesComeInTheOrderInWhichTheyAreNamedAndAllWithoutNames() throws IOException {
    RouteService service = new RouteService(home, routes());
    assertThat(service.named(List.of("deletions", "logins")))
        .extracting(RouteSpec::name)
        .containsExactly("deletions", "logins");
    assertThat(service.named(List.of()))
        .extracting(RouteSpec::name)
        .containsExactlyInAnyOrder("logins", "deletions");
    assertThat(service.status("logins")).isEmpty();
  }

  @Test
  void aRouteThatIsNotThereIsRefusedWithTheNearOne() throws IOException {
    RouteService service = new RouteService(home, routes());
    assertThatThrownBy(() -> service.named(List.of("logins", "deletion")))
        .hasMessageContaining("there is no route deletion")
        .extracting(problem -> ((TrailhouseException) problem).remedy())
        .isEqualTo("Did you mean deletions?");
    assertThatThrownBy(() -> new RouteService(home, List.of()).named(List.of()))
        .hasMessageContaining("the configuration has no routes");
  }
}
