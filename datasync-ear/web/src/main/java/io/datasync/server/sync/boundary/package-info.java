/**
 * The conversation of a run, and what people ask about jobs and runs, over HTTP. Resources validate, call and translate.
 *
 * <p>Read {@link io.datasync.server.sync.boundary.RunResource} first. Uses {@code sync.control}, {@code sync.index}, JAX-RS and servlets.
 */
@NullMarked
package io.datasync.server.sync.boundary;

import org.jspecify.annotations.NullMarked;
