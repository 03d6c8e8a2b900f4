/** The client against a small server of its own. Read {@link io.datasync.agent.client.HttpCoordinatorTest} first. */
@NullMarked
package io.datasync.agent.client;

import org.jspecify.annotations.NullMarked;
