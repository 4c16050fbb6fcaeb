package io.trailhouse.platform;

import io.trailhouse.config.DestinationSpec;
import io.trailhouse.config.RouteSpec;
import io.trailhouse.route.RouteAccount;
import io.trailhouse.route.RouteState;
import io.trailhouse.route.RouteStates;
import io.trailhouse.status.RouteStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Where routes go and how far they are, as the home folder remembers it.
public final class RoutePlaces {
  private final RouteStates states;

  public RoutePlaces(Path home) {
    this.states = new RouteStates(home.resolve("routes"));
  }

  /// The account that was remembered last; empty for a route that never ran.
  public Optional<RouteStatus> account(String route) throws IOException {
    RouteState state = states.read(route);
    if (state == null) {
      return Optional.empty();
    }
    RouteAccount account = state.account();
    return Optional.of(
        new RouteStatus(
            route,
            null,
            state.position().toString(),
            new RouteStatus.Counts(
                account.in(),
                account.kept(),
                account.dropped(),
                account.delivered(),
                account.waiting(),
                account.failed())));
  }

  /// A destination in words, without its secrets.
  public static String destination(RouteSpec route) {
    return switch (route.to()) {
      case DestinationSpec.Folder folder -> folder.folder() + "/" + route.objects().prefix();
      case DestinationSpec.Bucket bucket ->
          "s3://" + bucket.bucket() + "/" + route.objects().prefix();
      case DestinationSpec.Service service ->
          service.service().name().toLowerCase(Locale.ROOT) + " " + service.target();
      case DestinationSpec.Webhook webhook -> "a webhook";
      case DestinationSpec.Print print -> "standard output";
    };
  }
}
