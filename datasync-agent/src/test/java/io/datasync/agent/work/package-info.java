/** The agent at work. Read {@link io.datasync.agent.work.AllowedRootsTest} first. */
@NullMarked
package io.datasync.agent.work;

import org.jspecify.annotations.NullMarked;
