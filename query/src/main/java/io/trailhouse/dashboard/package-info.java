/// Dashboards: named questions with the form in which their answers are shown, one YAML file each,
/// those that come with the program and those of its user. Called by `services`, for the page and
/// the API alike. Nothing here runs a statement, draws anything or knows who asks.
@NullMarked
package io.trailhouse.dashboard;

import org.jspecify.annotations.NullMarked;
