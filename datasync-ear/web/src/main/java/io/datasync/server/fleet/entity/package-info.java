/**
 * Runners and their keys, as far as JPA writes them (D-31). Read {@link io.datasync.server.fleet.entity.Runner} first.
 */
@NullMarked
package io.datasync.server.fleet.entity;

import org.jspecify.annotations.NullMarked;
