/**
 * What people ask about jobs, folders, runs and losses, and what they order, over HTTP. Resources validate, call and translate.
 *
 * <p>Read {@link io.datasync.server.sync.boundary.people.JobResource} first. Uses {@code sync.control}, {@code sync.index} and JAX-RS.
 */
@NullMarked
package io.datasync.server.sync.boundary.people;

import org.jspecify.annotations.NullMarked;
