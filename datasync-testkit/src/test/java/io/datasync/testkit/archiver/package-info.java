/** Archiving without a server, against a real folder. Read {@link io.datasync.testkit.archiver.ArchiverTest} first. */
@NullMarked
package io.datasync.testkit.archiver;

import org.jspecify.annotations.NullMarked;
