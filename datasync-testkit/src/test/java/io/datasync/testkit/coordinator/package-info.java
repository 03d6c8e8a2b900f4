/** The rules join the contract of the conversation over the index in memory, and are tried in seeded orders of events. */
@NullMarked
package io.datasync.testkit.coordinator;

import org.jspecify.annotations.NullMarked;
