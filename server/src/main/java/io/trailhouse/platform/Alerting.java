package io.trailhouse.platform;

import io.trailhouse.alert.AlertDesk;
import io.trailhouse.alert.AlertSpec;
import io.trailhouse.alert.Destination;
import io.trailhouse.alert.Notifier;
import io.trailhouse.alert.Notifiers;
import io.trailhouse.alert.Outbox;
import io.trailhouse.alert.SinkNotifier;
import io.trailhouse.aws.AwsClients;
import io.trailhouse.aws.Identity;
import io.trailhouse.aws.destination.TopicSink;
import io.trailhouse.config.AwsSpec;
import io.trailhouse.detection.DetectionRules;
import io.trailhouse.finding.Finding;
import io.trailhouse.http.Poster;
import io.trailhouse.serve.AlertWorker;
import io.trailhouse.serve.Supervisor;
import io.trailhouse.status.AlertStatus;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// All alerts of the configuration, each with its outbox in the home folder.
final class Alerting implements AutoCloseable {
  private final AwsSpec aws;
  private final List<Outbox> outboxes = new ArrayList<>();
  private final List<AlertWorker> loops = new ArrayList<>();
  private final List<AwsClients> clients = new ArrayList<>();

  private Alerting(AwsSpec aws) {
    this.aws = aws;
  }

  static Alerting start(
      Path home, List<AlertSpec> specs, AwsSpec aws, InstantSource clock, Supervisor supervisor) {
    Alerting alerting = new Alerting(aws);
    Poster http = new Poster(clock);
    for (AlertSpec spec : specs) {
      Notifier notifier = Notifiers.of(spec.destination(), http, alerting::topic);
      Outbox outbox =
          Outbox.open(AlertDesk.folder(home).resolve(spec.name()), spec, notifier, clock);
      alerting.outboxes.add(outbox);
      alerting.loops.add(new AlertWorker(spec.name(), outbox, supervisor));
    }
    alerting.loops.forEach(AlertWorker::start);
    return alerting;
  }

  private Notifier topic(Destination.Sns topic) {
    Identity own = new Identity(aws.profile(), aws.region(), null, aws.externalId(), aws.session());
    AwsClients made = AwsClients.of(own.in(topic.topic().split(":", -1)[3]));
    clients.add(made);
    return new SinkNotifier(new TopicSink(made.sns(), topic.topic()));
  }

  /// Says what the rules that run say of themselves, for messages to come.
  void know(DetectionRules rules) {
    outboxes.forEach(outbox -> outbox.know(rules.notes()));
  }

  /// Takes findings for good; those that it knows already are counted only.
  void add(List<Finding> findings) {
    loops.forEach(loop -> loop.add(findings));
  }

  List<AlertStatus> status() {
    return loops.stream().map(AlertWorker::status).toList();
  }

  /// Closes what messages go through, once nobody sends any more.
  @Override
  public void close() {
    clients.forEach(AwsClients::close);
  }
}
