package io.datasync.agent.fault;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.store.ArchiveStore;

/** The calls of ports that change something durable, in the order of a cycle. */
enum CrashStep {
    /** The source is known by its identity. */
    ACCEPT_SOURCE(JobJournal.class, "acceptSource", CrashRun.AGENT),
    /** A scan has its number. */
    BEGIN_SCAN(JobJournal.class, "beginScan", CrashRun.AGENT),
    /** New entries are in the journal. */
    OBSERVE(JobJournal.class, "observe", CrashRun.AGENT),
    /** What was not found is noted. */
    STAGE_VANISHED(JobJournal.class, "stageVanished", CrashRun.AGENT),
    /** It is taken back, for a folder that could not be listed. */
    UNSTAGE_VANISHED(JobJournal.class, "unstageVanished", CrashRun.NONE),
    /** What a filter leaves out is forgotten. */
    LEAVE_OUT(JobJournal.class, "leaveOut", CrashRun.AGENT),
    /** A scan that is not believed is forgotten. */
    FORGET_NEW(JobJournal.class, "forgetNew", CrashRun.NONE),
    /** Too many archived files changed at once: they are held. */
    HOLD(JobJournal.class, "hold", CrashRun.NONE),
    /** A person accepts them. */
    ACCEPT_CHANGES(JobJournal.class, "acceptChanges", CrashRun.NONE),
    /** A person leaves them out. */
    QUARANTINE_CHANGES(JobJournal.class, "quarantineChanges", CrashRun.NONE),
    /** The journal knows that the server knows of them. */
    CHANGES_TOLD(JobJournal.class, "noteChangesTold", CrashRun.NONE),
    /** What the scan taught of purges is noted. */
    PURGE_NOTED(JobJournal.class, "notePurge", CrashRun.NONE),
    /** Something new opened a sealed folder. */
    UNSEAL(JobJournal.class, "unseal", CrashRun.NONE),
    /** What was not found is gone or lost. */
    VANISH(JobJournal.class, "applyVanished", CrashRun.AGENT),
    /** The journal knows the run. */
    NOTE_RUN(JobJournal.class, "noteRun", CrashRun.AGENT),
    /** The server gave a run. */
    OPEN(Coordinator.class, "open", CrashRun.END_TO_END),
    /** The journal knows the run's token. */
    RAISE_TOKEN(JobJournal.class, "raiseToken", CrashRun.AGENT),
    /** The journal knows how far scans were counted. */
    RAISE_SCAN(JobJournal.class, "raiseScan", CrashRun.AGENT),
    /** The journal knows what the server knows. */
    ADOPT(JobJournal.class, "adopt", CrashRun.AGENT),
    /** The journal doubts what the server doubts. */
    DOUBT(JobJournal.class, "doubt", CrashRun.AGENT),
    /** What the server has lost is queued again. */
    REPORT_AGAIN(JobJournal.class, "reportAgain", CrashRun.AGENT),
    /** A file was begun in staging. */
    STAGE(ArchiveStore.class, "stage", CrashRun.AGENT),
    /** A large file in staging is gone on with. */
    RESUME(ArchiveStore.class, "resume", CrashRun.NONE),
    /** It is written what is to become of a changed file. */
    INTENT(ArchiveStore.class, "writeControl", CrashRun.AGENT),
    /** The earlier content of a changed file became a version. */
    RETIRE(ArchiveStore.class, "retire", CrashRun.AGENT),
    /** A file has its final name. */
    PUBLISH(ArchiveStore.class, "publish", CrashRun.AGENT),
    /** The intent is done with. */
    INTENT_DONE(ArchiveStore.class, "removeControl", CrashRun.AGENT),
    /** A staged file is not needed: the archive had its content. */
    DISCARD(ArchiveStore.class, "discard", CrashRun.AGENT),
    /** An empty folder gave way to a file. */
    FOLDER_GONE(ArchiveStore.class, "removeEmptyFolder", CrashRun.NONE),
    /** A certificate is in the archive. */
    CERTIFICATE(ArchiveStore.class, "createControl", CrashRun.NONE),
    /** A folder is in the archive. */
    FOLDER(ArchiveStore.class, "makeFolder", CrashRun.AGENT),
    /** What was published is durable. */
    BARRIER(ArchiveStore.class, "barrier", CrashRun.END_TO_END),
    /** Facts are in the journal. */
    JOURNAL(JobJournal.class, "recordVerified", CrashRun.END_TO_END),
    /** The server has the facts. */
    REPORT(Coordinator.class, "progress", CrashRun.END_TO_END),
    /** The journal knows that the server has them. */
    ACKNOWLEDGE(JobJournal.class, "acknowledge", CrashRun.END_TO_END),
    /** Losses have the run under which the share gets them. */
    ASSIGN_LOSSES(JobJournal.class, "assignLosses", CrashRun.NONE),
    /** The journal knows that the share has them. */
    LOSSES_WRITTEN(JobJournal.class, "noteLossesWritten", CrashRun.NONE),
    /** The server has ended the run. */
    COMPLETE(Coordinator.class, "complete", CrashRun.END_TO_END),
    /** The journal knows that the run has ended. */
    END(JobJournal.class, "endRun", CrashRun.END_TO_END),
    /** The server has sealed a folder. */
    CERTIFY(Coordinator.class, "certify", CrashRun.NONE),
    /** The journal knows that it is sealed. */
    SEAL(JobJournal.class, "seal", CrashRun.NONE),
    /** The journal knows when another may be ready. */
    SEAL_DUE(JobJournal.class, "noteSealDue", CrashRun.NONE);

    private final Class<?> port;
    private final String method;
    private final CrashRun run;

    CrashStep(Class<?> port, String method, CrashRun run) {
        this.port = port;
        this.method = method;
        this.run = run;
    }

    Class<?> port() {
        return port;
    }

    String method() {
        return method;
    }

    CrashRun run() {
        return run;
    }
}
