package io.datasync.core.certificate;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;

/** Is shown the content of a certificate while it is read. What it was shown counts only when reading has ended well; an exception
 * ends it and is passed on. */
public interface CertificateVisitor {
    /** Looks at nothing. */
    CertificateVisitor NONE = new CertificateVisitor() {
        @Override
        public void entry(Fact fact) {
            // The sums are enough.
        }

        @Override
        public void loss(CertifiedLoss loss) {
            // Their number is enough.
        }
    };

    /** The next archived entry, in canonical order. */
    void entry(Fact fact) throws SyncException;

    /** The next loss, in the order of their names; after all entries. */
    void loss(CertifiedLoss loss) throws SyncException;
}
