package io.datasync.core.store.disk;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From failures of the file system to codes.
 *
 * <p>Java keeps the error number to itself and gives the system's text for it, which is English under the locale that all launchers set.
 * A text that is not known is {@code SHARE_IO}.
 */
public final class Failures {
    private static final Map<String, ErrorCode> BY_TEXT = Map.ofEntries(
            Map.entry("No space left on device", ErrorCode.SHARE_FULL),
            Map.entry("Disk quota exceeded", ErrorCode.SHARE_FULL),
            Map.entry("Read-only file system", ErrorCode.SHARE_AUTH),
            Map.entry("Permission denied", ErrorCode.SHARE_AUTH),
            Map.entry("Operation not permitted", ErrorCode.SHARE_AUTH),
            Map.entry("File name too long", ErrorCode.PATH_TOO_LONG),
            Map.entry("Operation not supported", ErrorCode.SHARE_UNSUPPORTED),
            Map.entry("Function not implemented", ErrorCode.SHARE_UNSUPPORTED),
            Map.entry("Invalid cross-device link", ErrorCode.SHARE_UNSUPPORTED),
            Map.entry("Stale file handle", ErrorCode.SHARE_UNREACHABLE),
            Map.entry("Transport endpoint is not connected", ErrorCode.SHARE_UNREACHABLE),
            Map.entry("Connection timed out", ErrorCode.SHARE_UNREACHABLE),
            Map.entry("Host is down", ErrorCode.SHARE_UNREACHABLE),
            Map.entry("No route to host", ErrorCode.SHARE_UNREACHABLE),
            Map.entry("No such device", ErrorCode.SHARE_UNREACHABLE),
            Map.entry("No such device or address", ErrorCode.SHARE_UNREACHABLE));

    private Failures() {}

    /** The failure to do {@code what} to {@code target}. */
    public static SyncException of(IOException e, String what, Object target) {
        ErrorCode code = code(e);
        return new SyncException(code, isPassing(code), "Cannot " + what + " " + target + ": " + text(e), e);
    }

    /** The failure in the middle of a listing. */
    public static SyncException of(DirectoryIteratorException e, Object folder) {
        return of(Objects.requireNonNull(e.getCause(), "It is made of an IOException"), "list", folder);
    }

    /** The code of a failure; {@code SHARE_IO} when its text is not known. */
    public static ErrorCode code(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return ErrorCode.INTERRUPTED;
        }
        if (e instanceof NoSuchFileException) {
            return ErrorCode.NAME_MISSING;
        }
        if (e instanceof AccessDeniedException) {
            return ErrorCode.SHARE_AUTH;
        }
        // For attributes Java puts words of its own before the system's: "Error writing ...: No space left on device".
        String text = text(e);
        int colon = text.lastIndexOf(": ");
        return BY_TEXT.getOrDefault(colon < 0 ? text : text.substring(colon + 2), ErrorCode.SHARE_IO);
    }

    /** What stays until somebody acts at the source is not passing; a share gets better without the agent's help. */
    private static boolean isPassing(ErrorCode code) {
        return code != ErrorCode.PATH_TOO_LONG && code != ErrorCode.SHARE_UNSUPPORTED;
    }

    private static String text(IOException e) {
        @Nullable String text = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return text == null ? e.getClass().getSimpleName() : text;
    }
}
