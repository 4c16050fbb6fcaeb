package io.trailhouse.platform;

import io.trailhouse.alert.AlertSpec;
import io.trailhouse.alert.Destination;
import io.trailhouse.alert.HttpPoster;
import io.trailhouse.alert.Notifier;
import io.trailhouse.alert.Notifiers;
import io.trailhouse.alert.Outbox;
import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.Identity;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.rule.Finding;
import io.trailhouse.serve.OutboxLoop;
import io.trailhouse.status.AlertStatus;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// All alerts of the configuration, each with its outbox in the home folder.
final class Alerting implements AutoCloseable {
  private final AwsSpec aws;
  private final List<Outbox> outboxes = new ArrayList<>();
  private final List<OutboxLoop> loops = new ArrayList<>();
  private final List<AwsClients> clients = new ArrayList<>();

  private Alerting(AwsSpec aws) {
    this.aws = aws;
  }

  static Alerting start(Path home, List<AlertSpec> specs, AwsSpec aws, InstantSource clock) {
    Alerting alerting = new Alerting(aws);
    HttpPoster http = new HttpPoster(clock);
    for (AlertSpec spec : specs) {
      Notifier notifier = Notifiers.of(spec.destination(), http, alerting::topic);
      Outbox outbox =
          Outbox.open(home.resolve("alerts").resolve(spec.name()), spec, notifier, clock);
      alerting.outboxes.add(outbox);
      alerting.loops.add(new OutboxLoop(spec.name(), outbox));
    }
    alerting.loops.forEach(OutboxLoop::start);
    return alerting;
  }

  private Notifier topic(Destination.Sns topic) {
    Identity own = new Identity(aws.profile(), aws.region(), null, aws.externalId(), aws.session());
    AwsClients made = AwsClients.of(own.in(topic.topic().split(":", -1)[3]));
    clients.add(made);
    return new TopicNotifier(made.sns(), topic.topic());
  }

  /// Says what the rules that run say of themselves, for messages to come.
  void know(LoadedRules rules) {
    outboxes.forEach(outbox -> outbox.know(rules.notes()));
  }

  /// Takes findings for good; those that it knows already are counted only.
  void add(List<Finding> findings) {
    loops.forEach(loop -> loop.add(findings));
  }

  List<AlertStatus> status() {
    return loops.stream().map(OutboxLoop::status).toList();
  }

  @Override
  public void close() throws InterruptedException {
    for (OutboxLoop loop : loops) {
      loop.stop();
    }
    clients.forEach(AwsClients::close);
  }
}
