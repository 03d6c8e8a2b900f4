package io.datasync.core.scan;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.RelativePath;
import java.util.Optional;

/**
 * Something a scan found and gave no entry for (CORE-1).
 *
 * @param code what went wrong; empty unless the reason is {@link Reason#FAILED}
 */
public record Skipped(RelativePath path, Reason reason, Optional<ErrorCode> code) {
    /** Why no entry was given. */
    public enum Reason {
        /** A symbolic link, whatever it leads to. Excluded. */
        LINK,
        /** Neither file nor folder nor link: a device, a pipe, a socket, a junction, the placeholder of a cloud drive. Excluded (D-15). */
        SPECIAL,
        /** The filter leaves it out. Excluded (AGT-8). */
        FILTERED,
        /** It could not be looked at or listed, or its path is too long. */
        FAILED
    }
}
