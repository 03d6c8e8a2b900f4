/** Tests of how a PC becomes a runner. */
@NullMarked
package io.datasync.core.identity.enrolment;

import org.jspecify.annotations.NullMarked;
