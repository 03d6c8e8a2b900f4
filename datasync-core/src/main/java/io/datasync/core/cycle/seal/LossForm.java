package io.datasync.core.cycle.seal;

import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.failure.SyncException;
import io.datasync.core.scratch.ScratchForm;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Losses on the local disk. */
final class LossForm implements ScratchForm<CertifiedLoss> {
    @Override
    public void write(DataOutput out, CertifiedLoss loss) throws IOException {
        FactForm.write(out, loss.entry());
        FactForm.write(out, loss.noticedAt());
    }

    @Override
    public CertifiedLoss read(DataInput in) throws IOException, SyncException {
        return new CertifiedLoss(FactForm.entry(in), FactForm.instant(in));
    }
}
