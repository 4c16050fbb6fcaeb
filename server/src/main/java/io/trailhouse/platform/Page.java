package io.trailhouse.platform;

import io.trailhouse.config.ServerSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.login.Gatekeeper;
import io.trailhouse.login.KeyFile;
import io.trailhouse.login.Links;
import io.trailhouse.login.Role;
import io.trailhouse.login.Users;
import io.trailhouse.page.MeCall;
import io.trailhouse.page.PageCall;
import io.trailhouse.page.PageDoor;
import io.trailhouse.query.LastResort;
import io.trailhouse.services.Services;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.web.AddressSet;
import io.trailhouse.web.Door;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The page over a home: who may ask, and what is asked.
public final class Page implements AutoCloseable {
  private final Services services;
  private final Gatekeeper gate;
  private final Door door;

  private Page(Services services, Gatekeeper gate, Map<String, PageCall.For> calls) {
    this.services = services;
    this.gate = gate;
    this.door = new PageDoor(gate, calls);
  }

  /// Opens it; to be closed before the platform.
  ///
  /// @param version of the program
  /// @param status of the `serve` that it belongs to
  public static Page open(
      Platform platform, TrailhouseConfig config, String version, Supplier<ServeStatus> status) {
    Gatekeeper gate = gate(platform, config.server());
    Services services = platform.services(LastResort.WAIT);
    MeCall.Server server =
        new MeCall.Server(version, platform.home().toString(), gate.ways().login());
    Map<String, PageCall.For> calls = new TreeMap<>();
    calls.put(
        "me", new PageCall.For(Role.READ, new MeCall(server, services.events(), platform.clock())));
    return new Page(services, gate, calls);
  }

  private static Gatekeeper gate(Platform platform, ServerSpec server) {
    Path users = server.who().users();
    ServerSpec.Proxy proxy = server.who().proxy();
    Gatekeeper.Ways ways =
        new Gatekeeper.Ways(
            users == null ? null : Users.in(users),
            proxy == null
                ? null
                : new Gatekeeper.Proxy(proxy.header(), new AddressSet(proxy.addresses())),
            System.getProperty("user.name", "local"));
    KeyFile key = platform.isReadOnly() ? KeyFile.ofThisProcess() : KeyFile.of(platform.home());
    return new Gatekeeper(ways, key, platform.clock());
  }

  public Door door() {
    return door;
  }

  /// The path by which a person gets in first: a link for who started this, or the page itself
  /// where people have names.
  public String entrance() {
    return gate.ways().login().equals("token") ? gate.firstLink() : "/";
  }

  /// The path of a new link into the page of the `serve` that runs on a home; null when none does.
  public static @Nullable String link(Path home) {
    String url = ServePlace.of(home);
    return url == null ? null : url + Links.path(KeyFile.of(home), InstantSource.system());
  }

  @Override
  public void close() {
    services.close();
  }
}
