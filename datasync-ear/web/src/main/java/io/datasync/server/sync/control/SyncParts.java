package io.datasync.server.sync.control;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.ShareEpochLedger;
import io.datasync.core.coordinator.sealing.SealOrders;
import io.datasync.core.coordinator.sealing.SealingKeys;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.index.StateIndex;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.seal.SealSettings;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.directory.DirectoryArchives;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.platform.settings.SyncSettings;
import io.datasync.server.sync.index.JdbcStateIndex;
import io.datasync.server.sync.index.catalog.FileLedger;
import io.datasync.server.sync.index.catalog.FolderList;
import io.datasync.server.sync.index.catalog.JobCatalog;
import io.datasync.server.sync.index.catalog.RunHistory;
import io.datasync.server.sync.sql.SqlTransactions;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Makes the objects of core and of {@code sync.index}, each once per node, from the data source and the settings. */
@ApplicationScoped
public class SyncParts {
    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    @Inject
    private ServerSettings settings;

    @Produces
    @Singleton
    SqlTransactions transactions(RandomGenerator random) {
        return new SqlTransactions(dataSource, settings.sync().statementTimeout(), random);
    }

    @Produces
    @Singleton
    StateIndex index(SqlTransactions transactions, RunAudit deeds, RunAlerts alerts, RunMetrics metrics) {
        return new JdbcStateIndex(transactions, deeds, alerts, metrics);
    }

    @Produces
    @Singleton
    ArchiveOpener archives() {
        return new DirectoryArchives(DirectoryOptions.DEFAULTS);
    }

    @Produces
    @Singleton
    CoordinatorRules rules(StateIndex index, ArchiveOpener archives, RunAudit audit, SealingKeys keys, Clock clock) {
        SyncSettings sync = settings.sync();
        return new CoordinatorRules(
                index,
                new ShareEpochLedger(archives),
                audit,
                new SealingParts(archives, keys, clock),
                new CoordinatorSettings(
                        sync.lease(),
                        sync.silence(),
                        sync.compareBatch(),
                        new SealSettings(sync.sealQuiet(), SealSettings.DEFAULTS.rescanDays())));
    }

    @Produces
    @Singleton
    SealOrders sealOrders(StateIndex index, RunAudit audit, Clock clock) {
        return new SealOrders(index, deed -> audit.audit(AuditPort.Event.of(deed)), clock);
    }

    @Produces
    @Singleton
    JsonLimits limits() {
        JsonLimits defaults = JsonLimits.DEFAULTS;
        SyncSettings sync = settings.sync();
        return new JsonLimits(
                sync.openBytesMax(), defaults.documentBytesMax(), defaults.lineBytesMax(), sync.compareLinesMax());
    }

    @Produces
    @Singleton
    JobCatalog jobs(SqlTransactions transactions) {
        return new JobCatalog(transactions);
    }

    @Produces
    @Singleton
    RunHistory runs(SqlTransactions transactions) {
        return new RunHistory(transactions);
    }

    @Produces
    @Singleton
    FileLedger ledger(SqlTransactions transactions) {
        return new FileLedger(transactions);
    }

    @Produces
    @Singleton
    FolderList folders(SqlTransactions transactions) {
        return new FolderList(transactions);
    }
}
