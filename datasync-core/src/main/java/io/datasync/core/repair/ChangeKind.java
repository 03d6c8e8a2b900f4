package io.datasync.core.repair;

/** What a repair does to the row of an entry. It never removes one, and never touches a file. */
public enum ChangeKind {
    /** A listing misses the file for the first time: that is noted, and nothing follows yet (D-24). */
    ABSENCE_NOTED,
    /** The file that an earlier listing missed is listed again: the note goes. */
    ABSENCE_WITHDRAWN,
    /** Two listings, far enough apart, missed the file: it is missing. */
    MISSING,
    /** The file was listed and was not on record: it is present, which proves nothing. */
    PRESENT,
    /** The file was missing and is listed again: it is present until it is proven. */
    RETURNED,
    /** The file gave way to a folder of its name and lies among its versions: the row is the folder's now, the content a version (D-6). */
    RETIRED,
    /** The file, or a record of it, contradicts the record in the index: a finding. */
    DAMAGED,
    /** A certificate whose signatures hold vouches for the file, and its size equals the listing. */
    ATTESTED,
    /** The bytes on the share were read and have the digest on record, or an agent's proof of them is known. */
    VERIFIED
}
