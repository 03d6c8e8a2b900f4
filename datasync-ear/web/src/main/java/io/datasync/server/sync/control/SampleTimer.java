package io.datasync.server.sync.control;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.StateIndex;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.verify.Sampler;
import io.datasync.core.verify.SamplerReport;
import io.datasync.core.verify.SamplerSettings;
import io.datasync.server.platform.schema.SchemaState;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.platform.settings.SyncSettings;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** Reads files back that runs have just proven, some every ten seconds (D-5); the container never runs it twice at once. */
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class SampleTimer {
    private static final System.Logger LOG = System.getLogger(SampleTimer.class.getName());

    @Inject
    private StateIndex index;

    @Inject
    private ArchiveOpener archives;

    @Inject
    private ServerSettings settings;

    @Inject
    private SchemaState schema;

    private boolean failing;

    /** The timer. */
    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void sample() {
        if (!schema.ready()) {
            return;
        }
        SyncSettings sync = settings.sync();
        var bounds = new SamplerSettings(sync.sampleFilesMax(), sync.sampleBytesMax());
        try {
            tell(new Sampler(index, archives, bounds).run());
            failing = false;
        } catch (SyncException | RuntimeException failure) {
            // Payara ends a timer for good when its method throws. Once per outage.
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "event=samples_wait", failure);
            }
            failing = true;
        }
    }

    private static void tell(SamplerReport report) {
        if (report.isIdle()) {
            return;
        }
        boolean well =
                report.disputed() == 0 && report.late() == 0 && report.left().isEmpty();
        LOG.log(
                well ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                "event=samples_read files={0} bytes={1} equal={2} disputed={3} put_off={4} late={5} left={6}",
                report.files(),
                report.bytes(),
                report.equal(),
                report.disputed(),
                report.putOff(),
                report.late(),
                report.left());
    }
}
