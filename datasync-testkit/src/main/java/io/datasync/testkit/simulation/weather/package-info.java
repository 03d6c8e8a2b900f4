/**
 * What goes wrong, when and how often: seeded answers to the question that every twin asks before a call.
 *
 * <p>Read {@link io.datasync.testkit.simulation.weather.Weather} first. May use {@code fault}, {@code simulation.schedule} and
 * {@code core.failure}.
 */
@NullMarked
package io.datasync.testkit.simulation.weather;

import org.jspecify.annotations.NullMarked;
