package io.datasync.core.protocol.seal;

import io.datasync.core.certificate.Predecessor;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.path.FolderName;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a certificate of a folder is to say besides its entries (D-9).
 *
 * @param folderRevision the folder's revision in the index, on which the seal is conditional (D-24)
 * @param certificateRevision the revision that the certificate gets: no lower than the folder's, and higher than that of every certificate before
 * @param previous the certificate before, unless it is the first
 * @param zone the job's time zone, by which the folder's day was judged
 * @param archived the archived entries of the folder: what it covers
 * @param losses how many losses of the folder are in the ledger
 */
public record DraftHead(
        FolderName folder,
        long folderRevision,
        long certificateRevision,
        Optional<Predecessor> previous,
        ZoneId zone,
        SetSummary archived,
        int losses) {}
