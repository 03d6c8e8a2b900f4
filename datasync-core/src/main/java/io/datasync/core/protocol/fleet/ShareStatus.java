package io.datasync.core.protocol.fleet;

import java.util.Locale;

/** How an agent finds its share; {@code azureFilesStatus} in JSON, {@code azure_files_status} in the database (D-32), of whatever kind it is. */
public enum ShareStatus {
    /** It works. */
    OK,
    /** It refuses access. */
    AUTH_FAILURE,
    /** It cannot be reached. */
    UNREACHABLE,
    /** It asks to slow down. */
    THROTTLED,
    /** It has no space left. */
    FULL,
    /** It was not used yet, or a newer agent said something that this version does not know (D-38). */
    UNKNOWN;

    /** The status as it is stored and sent, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
