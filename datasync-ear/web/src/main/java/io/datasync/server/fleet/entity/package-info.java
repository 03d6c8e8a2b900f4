/**
 * Runners and their keys, as far as JPA writes them (D-31). Read {@link io.datasync.server.fleet.entity.Runner} first. Uses JPA; no other
 * component knows it.
 */
@NullMarked
package io.datasync.server.fleet.entity;

import org.jspecify.annotations.NullMarked;
