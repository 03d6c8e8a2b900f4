package io.datasync.testkit.simulation.broken;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.IndexWork;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.time.Duration;
import java.util.function.Consumer;

/** What is broken in a world. Each one breaks an invariant sooner or later, and each is for one invariant. */
public enum Breakage {
    /** Nothing. */
    NONE(""),

    /** I-1: publishing a file says that it was done, and does nothing. */
    PUBLISHES_NOTHING("I-1") {
        @Override
        public ArchiveStore store(ArchiveStore store, InMemoryShare share) {
            return Around.part(ArchiveStore.class, store, call -> call.name().equals("publish") ? null : call.go());
        }
    },

    /** I-2: what gives way to new content is deleted, and not kept as a version. */
    DELETES_VERSIONS("I-2") {
        @Override
        public ArchiveStore store(ArchiveStore store, InMemoryShare share) {
            return Around.part(ArchiveStore.class, store, call -> {
                if (call.name().equals("retire")
                        && store.find((RelativePath) call.argument(0)).isPresent()) {
                    share.lose((RelativePath) call.argument(0));
                    return null;
                }
                return call.go();
            });
        }
    },

    /** I-2: a barrier says that all is durable, and makes nothing durable (D-7). */
    SKIPS_BARRIERS("I-2") {
        @Override
        public ArchiveStore store(ArchiveStore store, InMemoryShare share) {
            return Around.part(ArchiveStore.class, store, call -> call.name().equals("barrier") ? null : call.go());
        }
    },

    /** I-3: a file is reported under another digest than it was proven with. */
    REPORTS_ANOTHER_DIGEST("I-3") {
        @Override
        public Coordinator server(Coordinator server, Consumer<RunId> spoil) {
            return Around.part(Coordinator.class, server, call -> {
                if (!call.name().equals("progress")) {
                    return call.go();
                }
                ProgressRequest request = (ProgressRequest) call.argument(2);
                return call.go(
                        2,
                        new ProgressRequest(
                                request.reports().stream().map(Breakage::forged).toList()));
            });
        }
    },

    /** I-4: every token is accepted, also that of a run which has long ended. */
    IGNORES_TOKENS("I-4") {
        @Override
        public StateIndex index(StateIndex index) {
            return transactions(index, call -> {
                IndexTransaction transaction = (IndexTransaction) call.target();
                return switch (call.name()) {
                    case "run" -> transaction.run((RunId) call.argument(0)).map(Breakage::revived);
                    case "fence" ->
                        transaction.lockJob((JobId) call.argument(0)).isPresent();
                    case "updateRun" -> isEnded(transaction, (RunRow) call.argument(0)) ? null : call.go();
                    default -> call.go();
                };
            });
        }
    },

    /** I-5: a run that has ended is changed afterwards. */
    CHANGES_ENDED_RUNS("I-5") {
        @Override
        public Coordinator server(Coordinator server, Consumer<RunId> spoil) {
            return Around.part(Coordinator.class, server, call -> {
                Object answer = call.go();
                if (call.name().equals("complete")) {
                    spoil.accept((RunId) call.argument(0));
                }
                return answer;
            });
        }
    },

    /** I-6: lost files are not counted. */
    COUNTS_NO_LOSSES("I-6") {
        @Override
        public JobJournal journal(JobJournal journal) {
            return Around.part(JobJournal.class, journal, call -> {
                Object result = call.go();
                return call.name().equals("applyVanished") ? 0L : result;
            });
        }
    },

    /** I-7: certificates are said to be on the share, and are not. */
    WRITES_NO_CERTIFICATES("I-7") {
        @Override
        public ArchiveStore serverStore(ArchiveStore store) {
            return Around.part(ArchiveStore.class, store, call -> {
                boolean certificate = call.name().equals("createControl")
                        && ((ControlName) call.argument(0)).text().startsWith("certificates/");
                return certificate ? null : call.go();
            });
        }
    },

    /** I-8: what comes twice counts twice. */
    COUNTS_TWICE("I-8") {
        @Override
        public StateIndex index(StateIndex index) {
            return transactions(index, call -> {
                if (!call.name().equals("updateFolder")) {
                    return call.go();
                }
                FolderRow row = (FolderRow) call.argument(0);
                SetSummary more = row.archived().plus(1, Digest.OF_NOTHING);
                return call.go(0, row.with(more, row.atSource(), row.lastNewAt()));
            });
        }
    };

    private final String invariant;

    Breakage(String invariant) {
        this.invariant = invariant;
    }

    /** The invariant that it breaks, such as {@code I-1}. */
    public String invariant() {
        return invariant;
    }

    /** An agent's store. */
    public ArchiveStore store(ArchiveStore store, InMemoryShare share) {
        return store;
    }

    /** The server's store. */
    public ArchiveStore serverStore(ArchiveStore store) {
        return store;
    }

    /** An agent's journal. */
    public JobJournal journal(JobJournal journal) {
        return journal;
    }

    /** The server's index. */
    public StateIndex index(StateIndex index) {
        return index;
    }

    /**
     * The server, as a runner reaches it.
     *
     * @param spoil changes a run behind everybody's back
     */
    public Coordinator server(Coordinator server, Consumer<RunId> spoil) {
        return server;
    }

    private static RunRow revived(RunRow run) {
        return run.state().alive() ? run : run.heard(RunState.RUNNING, run.lastActivityAt(), Duration.ofMinutes(1));
    }

    private static boolean isEnded(IndexTransaction transaction, RunRow run) throws SyncException {
        return transaction
                .run(run.run())
                .filter(row -> row.endedAt().isPresent())
                .isPresent();
    }

    private static Report forged(Report report) {
        if (!(report instanceof Report.Verified verified)) {
            return report;
        }
        Fact fact = verified.fact();
        return new Report.Verified(verified.scanSeq(), new Fact(fact.entry(), Digest.OF_NOTHING, fact.verifiedAt()));
    }

    private static StateIndex transactions(StateIndex index, Around.Twist twist) {
        return new StateIndex() {
            @Override
            public <T> T transact(IndexWork<T> work) throws SyncException {
                return index.transact(transaction -> work.run(Around.part(IndexTransaction.class, transaction, twist)));
            }
        };
    }
}
