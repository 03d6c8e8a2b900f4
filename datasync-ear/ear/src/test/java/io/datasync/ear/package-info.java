/** The built enterprise archive, looked at from outside. Read {@link io.datasync.ear.EarContentsIT} first. */
@NullMarked
package io.datasync.ear;

import org.jspecify.annotations.NullMarked;
