package io.datasync.testkit.simulation.invariant;

import io.datasync.core.digest.Digest;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.testkit.simulation.source.Content;
import io.datasync.testkit.simulation.source.SourceDisk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What is on record of one job from outside, and what was true of it before. */
public final class JobRecord {
    private final JobId job;
    private final List<Party> parties = new ArrayList<>();
    private final ShareSource source;
    private ShareView share;
    private long shareVersion;
    private long askedVersion;
    private boolean shareRestored;

    /** A PC that works on it, or did. */
    private record Party(SourceDisk disk, Supplier<List<JournalEntry>> journal) {}

    /** What a journal had as verified once. */
    final Set<Proof> proven = new HashSet<>();

    /** Every content that was verified, and must still be there. */
    final Set<StoredContent> kept = new HashSet<>();

    /** What a disaster took from the share: nobody promised to keep it from that. */
    final Set<StoredContent> taken = new HashSet<>();

    /** Files that were deleted while a journal waited to archive just this content. */
    final Set<Proof> deleted = new HashSet<>();

    /** The tokens under which a run was seen. */
    final Map<RunId, Set<FencingToken>> tokens = new HashMap<>();

    /**
     * A job.
     *
     * @param source its archive
     */
    public JobRecord(JobId job, ShareSource source) {
        this.job = job;
        this.source = source;
        share = new ShareView(source.contents());
        shareVersion = source.version();
    }

    /** Its id. */
    public JobId job() {
        return job;
    }

    /** One more PC that works on it, by its disk; of one that is on record already, nothing. */
    public void addPc(SourceDisk disk, Supplier<List<JournalEntry>> journal) {
        if (parties.stream().noneMatch(party -> party.disk() == disk)) {
            parties.add(new Party(disk, journal));
        }
    }

    /** How many PCs work on it, or did. */
    public int parties() {
        return parties.size();
    }

    /** What its archive holds now. */
    ShareView share() {
        if (shareVersion != source.version()) {
            shareVersion = source.version();
            share = new ShareView(source.contents());
        }
        return share;
    }

    /** Whether a file in its archive has changed since this was asked for the last time. */
    boolean shareHasChanged() {
        boolean changed = askedVersion != source.version();
        askedVersion = source.version();
        return changed;
    }

    /** The entries of all its journals. */
    List<JournalEntry> journalEntries() {
        List<JournalEntry> all = new ArrayList<>();
        parties.forEach(party -> all.addAll(party.journal().get()));
        return all;
    }

    /** Whether a file of one of its PCs ever was like this. */
    boolean wasReal(Fact fact) {
        SourceEntry entry = fact.entry();
        var content = new Content(entry.sizeBytes(), entry.ticks(), fact.digest());
        String path = entry.path().text();
        return parties.stream().anyMatch(party -> party.disk().had(path, content));
    }

    /** A file is about to be deleted from a disk: the PC that knows that it was never archived must say so in the end (CORE-10). */
    public void noteDeleting(SourceDisk disk, String path, Content content) {
        for (Party party : parties) {
            if (party.disk() == disk) {
                noteDeleting(party.journal().get(), path, content);
            }
        }
    }

    private void noteDeleting(List<JournalEntry> entries, String path, Content content) {
        for (JournalEntry entry : entries) {
            SourceEntry observed = entry.observed();
            if (observed.path().text().equals(path)
                    && entry.losesContent()
                    && observed.sizeBytes() == content.sizeBytes()
                    && observed.ticks() == content.ticks()) {
                deleted.add(new Proof(path, content.sizeBytes(), content.ticks(), content.digest()));
            }
        }
    }

    /** The share is put back to an earlier state, and certificates may be gone with what came since. */
    public void restored(Runnable change) {
        shareRestored = true;
        disaster(change);
    }

    /** Whether it ever was. */
    public boolean isShareRestored() {
        return shareRestored;
    }

    /** A journal is gone, and with it what it knew of files that were never archived. */
    public void memoryLost() {
        deleted.clear();
    }

    /** Whether a disaster took this content from the share. */
    public boolean isTaken(String path, Digest digest) {
        return taken.contains(new StoredContent(path, digest));
    }

    /** Whether the share holds this content, or a disaster took it from there. */
    private boolean everHeld(String path, Digest digest) {
        return holdsNow(path, digest) || isTaken(path, digest);
    }

    /** Whether the share holds this content now. */
    public boolean holdsNow(String path, Digest digest) {
        return share().holds(new StoredContent(path, digest));
    }

    /**
     * The files that were deleted while they waited to be archived, and never were; each as its path, a blank and its time in ticks.
     *
     * @param places what the archives of the same runner hold
     */
    public List<String> deletedUnarchived(Collection<JobRecord> places) {
        return deleted.stream()
                .filter(file -> places.stream().noneMatch(place -> place.everHeld(file.path(), file.digest())))
                .map(file -> file.path() + " " + file.ticks())
                .toList();
    }

    static boolean isFile(Fact fact) {
        return fact.entry().kind() == EntryKind.FILE;
    }

    /** Lets a disaster change the share: what is gone by it counts as taken, also what was published and not yet known as verified. */
    public void disaster(Runnable change) {
        Set<StoredContent> before = share().all();
        change.run();
        ShareView now = share();
        before.removeIf(now::holds);
        taken.addAll(before);
        kept.removeAll(before);
    }
}
