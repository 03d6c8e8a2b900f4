/** Identity at rest. Read {@link io.datasync.agent.state.StateStoreTest} first. */
@NullMarked
package io.datasync.agent.state;

import org.jspecify.annotations.NullMarked;
