package io.datasync.core.certificate;

import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * Which certificate: {@code .datasync/certificates/<folder>/<revision>.json} of the archive of this job.
 *
 * @param folder a date folder of a date that exists, since only those are sealed (D-10)
 * @param revision the folder's revision when it was sealed: 1 or more, higher than that of every earlier certificate of the folder
 */
public record CertificateId(RunnerId runner, JobId job, FolderName folder, long revision) {
    /** The highest revision. */
    public static final long REVISION_MAX = 1_000_000_000_000_000L;

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    public CertificateId {
        if (!isCertifiable(folder)) {
            throw new IllegalArgumentException("Not a date folder: " + folder);
        }
        if (!isRevision(revision)) {
            throw new IllegalArgumentException("Not a revision: " + revision);
        }
    }

    /** Whether a folder can have certificates: its name is a date that exists. */
    public static boolean isCertifiable(FolderName folder) {
        if (!DATE.matcher(folder.text()).matches()) {
            return false;
        }
        try {
            LocalDate.parse(folder.text());
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    /** Whether a certificate can have this revision. */
    public static boolean isRevision(long revision) {
        return revision >= 1 && revision <= REVISION_MAX;
    }

    /** For people: folder and revision, then job and runner. */
    @Override
    public String toString() {
        return folder + "/" + revision + " of job " + job + " of " + runner;
    }
}
