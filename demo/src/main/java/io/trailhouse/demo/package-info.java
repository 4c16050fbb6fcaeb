/// The product's own small organization: three weeks of CloudTrail log files of five accounts, made
/// from a seed, with one intrusion hidden in them and told as a story.
///
/// The `demo` command and the tests call [DemoOrganization]; it only writes files and says what is
/// in them.
///
/// It never reads a clock, the network or anybody's data: every name, address and account in it is
/// invented, and the same seed gives the same records on every machine.
@NullMarked
package io.trailhouse.demo;

import org.jspecify.annotations.NullMarked;
