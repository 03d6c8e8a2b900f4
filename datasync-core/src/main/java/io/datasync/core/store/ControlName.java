package io.datasync.core.store;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a small file of the archive's own, below {@code .datasync/}.
 *
 * @param text a relative name of one to three plain segments
 */
public record ControlName(String text) {
    /** The longest content of a control file, in bytes. */
    public static final int CONTENT_BYTES_MAX = 64 << 20;

    /** Before the names below, which it checks. */
    private static final Pattern ALLOWED =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,219}(/[A-Za-z0-9][A-Za-z0-9._-]{0,219}){0,2}");

    static final String INTENT_ENDING = ".intent";
    private static final String STAGING = "staging/";
    private static final String CERTIFICATES = "certificates/";

    /** Runner, job, kind, zone, roots and format version (D-13). */
    public static final ControlName MARKER = new ControlName("job.json");

    /** The highest epoch of the fencing token (D-20). */
    public static final ControlName EPOCH = new ControlName("epoch");

    public ControlName {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("Not a control name: " + text);
        }
    }

    /** The intent of a change of version that publishes this staged file. */
    public static ControlName intentOf(StagingName staged) {
        return new ControlName(STAGING + staged.text() + INTENT_ENDING);
    }

    /** The copy of a run's losses (D-13). */
    public static ControlName lossesOf(String runId) {
        return new ControlName("losses/" + runId + ".ndjson");
    }

    /**
     * The certificate of a folder at this revision (D-9).
     *
     * @throws IllegalArgumentException for a folder whose name is no control name; the name of a date is one
     */
    public static ControlName certificateOf(FolderName folder, long revision) {
        return new ControlName(CERTIFICATES + folder.text() + "/" + revision + ".json");
    }

    /** The signatures of that certificate; without them it is none. */
    public static ControlName signaturesOf(FolderName folder, long revision) {
        return new ControlName(CERTIFICATES + folder.text() + "/" + revision + ".sig");
    }

    /** A public key of this id with its validity (D-9). */
    public static ControlName publicKeyOf(String keyId) {
        return new ControlName("keys/" + keyId + ".json");
    }

    /**
     * Refuses content that would make the archive another's, or that is too long to be read back.
     *
     * @param marker the marker that the archive has
     * @throws IllegalArgumentException when this is the marker and the content does not say the same runner and job, and when the
     *     content is longer than {@link #CONTENT_BYTES_MAX}
     */
    public void requireWritable(byte[] content, ArchiveMarker marker) {
        if (content.length > CONTENT_BYTES_MAX) {
            throw new IllegalArgumentException(text + " would have " + content.length + " bytes");
        }
        if (equals(MARKER) && !saysSameOwner(content, marker)) {
            throw new IllegalArgumentException("A marker is only ever written for the same runner and job: " + marker);
        }
    }

    private static boolean saysSameOwner(byte[] content, ArchiveMarker marker) {
        try {
            return ArchiveMarkerJson.read(content).sameOwner(marker);
        } catch (SyncException unreadable) {
            return false;
        }
    }

    /**
     * Refuses the marker, without which there is no archive.
     *
     * @throws IllegalArgumentException when this is the marker
     */
    public void requireRemovable() {
        if (equals(MARKER)) {
            throw new IllegalArgumentException("A marker is never removed");
        }
    }

    /**
     * Refuses what is no folder of control files.
     *
     * @param folder its name below {@code .datasync/}
     * @throws IllegalArgumentException unless it has one or two plain segments, and when it is or lies in the folder of staged files or
     *     that of versions
     */
    public static void requireFolder(String folder) {
        boolean plain = ALLOWED.matcher(folder + "/x").matches();
        String first = folder.contains("/") ? folder.substring(0, folder.indexOf('/')) : folder;
        if (!plain || first.equals("staging") || first.equals("versions")) {
            throw new IllegalArgumentException("Not a folder of control files: " + folder);
        }
    }

    /** The name of a control file in this folder; empty when a control file cannot have it. */
    public static Optional<ControlName> in(String folder, String name) {
        String text = folder + "/" + name;
        return name.contains("/") || !ALLOWED.matcher(text).matches()
                ? Optional.empty()
                : Optional.of(new ControlName(text));
    }

    /** The staged file whose change of version this is the intent of; empty when it is no intent. */
    public Optional<StagingName> intendedFor() {
        if (!text.startsWith(STAGING) || !text.endsWith(INTENT_ENDING)) {
            return Optional.empty();
        }
        return Optional.of(new StagingName(text.substring(STAGING.length(), text.length() - INTENT_ENDING.length())));
    }

    @Override
    public String toString() {
        return text;
    }
}
