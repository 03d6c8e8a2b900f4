/** The people who may log in. Read {@link io.datasync.server.security.entity.UserAccount} first. Uses JPA. */
@NullMarked
package io.datasync.server.security.entity;

import org.jspecify.annotations.NullMarked;
