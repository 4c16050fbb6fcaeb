package io.trailhouse.doubles;

import java.io.IOException;
import java.net.URI;
import java.util.Properties;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/// Starts both on free ports of loopback, prints one line `S3-URL SQS-URL`, and ends when its
/// standard input ends: with the tests that started it, however they end.
public final class Main {
  private static final String LOOPBACK = "127.0.0.1";

  private Main() {}

  /// Objects are kept in memory.
  ///
  /// @param words the access key and its secret that S3 accepts; requests signed otherwise are
  ///   refused
  public static void main(String[] words) throws Exception {
    S3Proxy s3 =
        S3Proxy.builder()
            .blobStore(BlobStores.create("transient-nio2", new Properties()))
            .endpoint(URI.create("http://" + LOOPBACK + ":0"))
            .awsAuthentication(AuthenticationType.AWS_V4, words[0], words[1])
            .ignoreUnknownHeaders(true)
            .build();
    s3.start();
    SQSRestServer sqs = SQSRestServerBuilder.withInterface(LOOPBACK).withDynamicPort().start();
    int port = sqs.waitUntilStarted().localAddress().getPort();
    System.out.printf("http://%s:%d http://%s:%d%n", LOOPBACK, s3.getPort(), LOOPBACK, port);
    System.out.flush();
    waitForEnd();
    System.exit(0);
  }

  private static void waitForEnd() throws IOException {
    while (System.in.read() >= 0) {
      // nothing is said to it
    }
  }
}
