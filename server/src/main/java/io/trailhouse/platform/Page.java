package io.trailhouse.platform;

import io.trailhouse.config.ServerSpec;
import io.trailhouse.config.TrailhouseConfig;
import io.trailhouse.login.Gatekeeper;
import io.trailhouse.login.KeyFile;
import io.trailhouse.login.Links;
import io.trailhouse.login.Users;
import io.trailhouse.page.AuditLog;
import io.trailhouse.page.PageCalls;
import io.trailhouse.page.PageDoor;
import io.trailhouse.page.PageHome;
import io.trailhouse.services.SavedService;
import io.trailhouse.services.Services;
import io.trailhouse.status.ServeStatus;
import io.trailhouse.web.AddressSet;
import io.trailhouse.web.Door;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The page over a home: who may ask, and what is asked.
public final class Page implements AutoCloseable {
  private static final int AT_ONCE = 2;
  private static final Duration QUESTION = Duration.ofSeconds(60);
  private static final Duration DOWNLOAD = Duration.ofHours(1);

  private final Services services;
  private final Services downloads;
  private final Gatekeeper gate;
  private final Door door;

  private Page(Services services, Services downloads, Gatekeeper gate, Door door) {
    this.services = services;
    this.downloads = downloads;
    this.gate = gate;
    this.door = door;
  }

  /// Opens it; to be closed before the platform.
  ///
  /// @param version of the program
  /// @param status of the `serve` that it belongs to
  public static Page open(
      Platform platform, TrailhouseConfig config, String version, Supplier<ServeStatus> status) {
    Gatekeeper gate = gate(platform, config.server());
    Services services = platform.services(AT_ONCE, QUESTION);
    Services downloads = platform.services(1, DOWNLOAD);
    PageHome home =
        new PageHome(
            services,
            downloads,
            new SavedService(platform.home(), platform.clock()),
            config.rules(),
            each -> each.coverage(platform.digests(), platform.fetched()),
            !config.sources().isEmpty(),
            status,
            new AuditLog(platform.home(), platform.clock()),
            platform.scratch(),
            platform.clock());
    PageDoor.Server server =
        new PageDoor.Server(version, platform.home().toString(), gate.ways().login());
    return new Page(services, downloads, gate, new PageDoor(gate, new PageCalls(home), server));
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
    downloads.close();
  }
}
