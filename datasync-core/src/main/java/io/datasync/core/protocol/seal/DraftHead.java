package io.datasync.core.protocol.seal;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.path.FolderName;
import java.util.Optional;

/**
 * What a certificate of a folder is to say besides its entries (D-9).
 *
 * @param folderRevision the folder's revision in the index, on which the seal is conditional (D-24)
 * @param certificateRevision the number that the certificate gets, from 1
 * @param previous the SHA-256 of the certificate before, unless it is the first
 * @param archived the archived entries of the folder: what it covers
 * @param losses how many losses of the folder are in the ledger
 */
public record DraftHead(
        FolderName folder,
        long folderRevision,
        long certificateRevision,
        Optional<Digest> previous,
        SetSummary archived,
        long losses) {}
