/**
 * JPA for the small tables (D-31). Read {@link io.datasync.server.platform.persistence.EntityManagers} first. Uses JPA, CDI and
 * JTA.
 */
@NullMarked
package io.datasync.server.platform.persistence;

import org.jspecify.annotations.NullMarked;
