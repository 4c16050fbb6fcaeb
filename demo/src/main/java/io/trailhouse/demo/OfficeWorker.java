package io.trailhouse.demo;

import java.time.LocalDate;

/// A person at work: signs in on most working days, looks at pages in one or two sittings.
final class OfficeWorker implements Actor {

  private final Person person;
  private final Dice dice;
  private final SignIn signIn;
  private final ConsolePages pages;

  OfficeWorker(long seed, Person person) {
    this.person = person;
    this.dice = Dice.of(seed, "at work " + person.name());
    this.signIn = new SignIn(dice);
    this.pages = new ConsolePages(dice);
  }

  @Override
  public void act(LocalDate day, Recorder out) {
    boolean atWork = DemoCalendar.workday(day) ? !dice.oneIn(10) : dice.oneIn(25);
    if (!atWork) {
      return;
    }
    long morning = DemoCalendar.second(day, person.firstHour(), dice.between(2, 50));
    signIn.portal(morning, person, out);
    Place place = dice.pick(person.places());
    sitting(morning + 40, place, out);
    if (!dice.oneIn(3)) {
      sitting(morning + 18_000 + dice.between(0, 5400), dice.pick(person.places()), out);
    }
  }

  private void sitting(long start, Place place, Recorder out) {
    Caller caller =
        dice.oneIn(3)
            ? signIn.commandLine(start, person, place, out)
            : signIn.console(start, person, place, out);
    String arn = String.valueOf(caller.identity().value("arn"));
    long second = start + 9;
    int looks = dice.between(4, 9);
    for (int i = 0; i < looks; i++) {
      for (Call call : pages.page(place, arn, person.reader())) {
        out.record(second, place, caller, call);
        second += dice.below(2);
      }
      second += dice.oneIn(4) ? dice.between(300, 900) : dice.between(15, 60);
    }
  }
}
