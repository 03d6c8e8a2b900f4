package io.datasync.core.failure;

import java.util.Locale;
import java.util.Optional;

/**
 * The stable codes of everything that can go wrong in operation (API-8).
 *
 * <p>The same code stands in the log line, the problem document, the exit status and the metric label. A code is never renamed; its
 * wire form is {@link #text()}.
 */
public enum ErrorCode {
    // The source
    SOURCE_UNREACHABLE("The root of the job is missing, unreadable or could not be listed."),
    SOURCE_CHANGED(
            "The root of the job is not the one known before, or lost most of its files against the purge order."),
    FILE_UNREADABLE("The file could not be opened or read."),
    FILE_CHANGED("The file changed while it was read."),
    FILE_VANISHED("The file was deleted before it was archived."),
    FILE_HELD("The file is one of too many archived files that changed at once, and waits for a person's decision."),
    PATH_INVALID("The path is not a relative path inside the job's folder."),
    PATH_TOO_LONG("The path is longer than the index or the share can hold."),

    // The share
    SHARE_UNREACHABLE("The share cannot be reached."),
    SHARE_AUTH("The share refused access."),
    SHARE_FULL("The share has no space left."),
    SHARE_THROTTLED("The share asked to slow down."),
    SHARE_MISSING("The archive is not there: its job.json is missing."),
    SHARE_FOREIGN("The archive belongs to another job."),
    SHARE_OCCUPIED("The place of the archive holds files already, and nobody said that they are to be taken over."),
    SHARE_UNSUPPORTED("The share lacks an ability that archiving needs."),
    SHARE_IO("The share failed to read or write."),
    NAME_EXISTS("Another file already has this name on the share."),
    NAME_REFUSED("The share takes files, but not this one in its folder."),
    NAME_MISSING("There is no file of this name on the share."),
    CONTENT_DIFFERS("The bytes on the share are not the bytes that were read."),
    OUTCOME_UNKNOWN("The share did not answer: it may or may not have done what was asked."),

    // Certificates of sealed folders
    CERTIFICATE_MALFORMED("The certificate or its signature file cannot be read: it was cut short, or is none."),
    CERTIFICATE_TAMPERED("The certificate is not the one that was signed."),
    CERTIFICATE_FOREIGN("The certificate is another's, or signed with a key that is not trusted for it."),
    CERTIFICATE_UNSIGNED("The certificate lacks its signature file or the server's countersignature."),
    CERTIFICATE_UNCHAINED("The certificate that this one follows is missing or is another."),
    KEY_MALFORMED("The public key cannot be read."),
    FOLDER_TOO_LARGE("The folder has more entries than a certificate can hold."),
    FOLDER_CHANGED("The folder changed while it was certified."),

    // The conversation
    MESSAGE_MALFORMED("The message cannot be understood."),
    MESSAGE_TRUNCATED("The message ended before its last line."),
    MESSAGE_TOO_LARGE("The message, or a line of it, is longer than allowed."),
    UNAUTHENTICATED("The caller is not known."),
    FORBIDDEN("The caller may not do this."),
    RUNNER_PENDING("The runner waits for approval."),
    RATE_LIMITED("Too many requests."),
    IDENTITY_CONFLICT("Two PCs work under one identity, and this one is not the runner in what it asks for."),
    JOB_UNKNOWN("There is no such job for this runner."),
    JOB_DISABLED("The job is switched off."),
    JOB_BUSY("Another run of the job is alive."),
    RUN_PUT_OFF("New runs are put off for a while; those that live go on."),
    RUN_UNKNOWN("There is no such run."),
    RUN_CLOSED("The run has ended."),
    STALE_TOKEN("The fencing token is not the job's newest."),
    TOKEN_REGRESSED("The server issued a lower fencing token than one seen before."),
    BALANCE_BROKEN("The counts of the run do not add up."),
    FOLDER_UNKNOWN("The index has no such folder of the job."),
    SEAL_REFUSED("The folder cannot be sealed, or not as things are."),
    REPAIR_BUSY("Another repair of the job is under way."),
    REPAIR_REFUSED("The repair would change more than it may without being told to."),
    INDEX_UNAVAILABLE("The state index cannot be reached."),
    SERVER_UNREACHABLE("The server cannot be reached."),
    SERVER_ERROR("The server failed."),

    // The local machine
    JOURNAL_CORRUPT("The journal is damaged."),
    JOURNAL_IO("The journal cannot be read or written."),
    SCRATCH_IO("The local disk cannot hold what is being worked on."),
    STATE_CORRUPT("The local state is damaged or was made by another machine."),
    ROOT_FORBIDDEN("The job's source lies outside the folders that this PC allows to be read."),
    HOME_BUSY("Another agent works in the same home."),
    CONFIGURATION_INVALID("The configuration is wrong."),
    INTERRUPTED("The work was asked to stop.");

    private final String meaning;

    ErrorCode(String meaning) {
        this.meaning = meaning;
    }

    /** The code as it travels: lower case, with underscores, for example {@code stale_token}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code of a text that came from elsewhere; empty for one that this version does not know. */
    public static Optional<ErrorCode> ofText(String text) {
        for (ErrorCode code : values()) {
            if (code.text().equals(text)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** What it means, as one English sentence. */
    public String meaning() {
        return meaning;
    }
}
