package io.datasync.core.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.path.FolderName;
import java.util.Collection;

/** Tells in one number which folders are sealed, so that both sides name them only when they disagree (CORE-4). Pure. */
public final class SealedSet {
    private SealedSet() {}

    /** The sum modulo 2^256 of the SHA-256 of each name's text; the order does not matter, and no folder may come twice. */
    public static Digest digest(Collection<FolderName> folders) {
        SetSummary sum = SetSummary.EMPTY;
        for (FolderName folder : folders) {
            sum = sum.plus(0, Digest.of(Digest.sha256().digest(folder.text().getBytes(UTF_8))));
        }
        return sum.sum();
    }
}
