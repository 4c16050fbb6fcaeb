package io.trailhouse.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A loop that does what a test has said.
final class Script implements Loop {
  private final List<String> said;
  private final String name;
  private final Role role;
  final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  final Supervised supervised;

  Script(Supervisor supervisor, List<String> said, String name, Role role, Step... steps) {
    this.said = said;
    this.name = name;
    this.role = role;
    this.steps.addAll(List.of(steps));
    this.supervised = supervisor.of(this);
  }

  Script start() {
    supervised.start();
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public String place() {
    return "there";
  }

  @Override
  public void open() {
    said.add(name + " opens");
  }

  @Override
  public Duration round(Turn turn) throws IOException, InterruptedException {
    Step next = steps.poll();
    return next == null ? Duration.ofMinutes(1) : next.run();
  }

  @Override
  public void finish() {
    said.add(name + " is to finish");
  }

  @Override
  public void abandon() {
    said.add(name + " abandons");
  }

  @Override
  public void close(boolean isOpen) throws IOException {
    said.add(name + " closes" + (isOpen ? "" : " after a failure"));
    if (name.contains("broken")) {
      throw new IOException("it cannot be closed");
    }
  }

  static Loop.Step failing(Throwable failure) {
    return () -> {
      if (failure instanceof IOException io) {
        throw io;
      }
      if (failure instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (failure instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw (Error) failure;
    };
  }
}
