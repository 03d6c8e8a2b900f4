/** Certificates in archives, and as other tools see them. Read {@link io.datasync.testkit.certificate.SealedFolder} first. */
@NullMarked
package io.datasync.testkit.certificate;

import org.jspecify.annotations.NullMarked;
