/**
 * The conversation of a run, over HTTP; what people ask and order is in {@code sync.boundary.people}. Resources validate, call and translate.
 *
 * <p>Read {@link io.datasync.server.sync.boundary.RunResource} first. Uses {@code sync.control}, {@code sync.index}, JAX-RS and servlets.
 */
@NullMarked
package io.datasync.server.sync.boundary;

import org.jspecify.annotations.NullMarked;
