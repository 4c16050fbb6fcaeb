package io.trailhouse.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.trailhouse.problem.TerminalEscaper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends warnings to standard error; found by logback as a service. In code, not XML, because
/// reading XML would double the start of a short command.
public final class LogSetup extends ContextAwareBase implements Configurator {
  /// The system property that says from which level on a line is shown, with stack traces; WARN
  /// without them when it is not set.
  static final String LEVEL = "trailhouse.log";

  /// A message on one line, without characters that would move the cursor: it may hold text of
  /// another service.
  static final String LINE =
      "%replace(%replace(%msg){'\\s*[\\r\\n]+\\s*', ' | '}){'"
          + TerminalEscaper.ONE
          + "', '?'}%n%nopex";

  /// What `serve` logs: what it does as well as what goes wrong, each line with its time.
  ///
  /// @param json whether each line is a JSON object
  static void serve(boolean json) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Encoder<ILoggingEvent> encoder;
    if (json) {
      encoder = new JsonEncoder();
    } else {
      PatternLayoutEncoder pattern = new PatternLayoutEncoder();
      pattern.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0}: " + LINE);
      encoder = pattern;
    }
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(console);
    context.getLogger("io.trailhouse").setLevel(Level.INFO);
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    boolean told = System.getProperty(LEVEL) != null;
    encoder.setPattern("%-5level %logger{0}: " + (told ? "%msg%n" : LINE));
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getProperty(LEVEL), Level.WARN));
    root.addAppender(console);
    if (!told) {
      // Iceberg warns of each commit that it repeats because another writer was faster.
      context.getLogger("org.apache.iceberg").setLevel(Level.ERROR);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
