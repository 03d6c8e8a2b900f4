/**
 * The conversation for tests: its contract suite in parts, and a small agent that leads it.
 *
 * <p>Read {@link io.datasync.testkit.coordinator.CoordinatorContract} first, then
 * {@link io.datasync.testkit.coordinator.fixture.CoordinatorFixture}. May use the core,
 * {@code testkit.coordinator.fixture} and JUnit.
 */
@NullMarked
package io.datasync.testkit.coordinator;

import org.jspecify.annotations.NullMarked;
