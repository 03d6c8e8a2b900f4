package io.datasync.core.cycle.seal;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.core.scan.FolderProbes;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.seal.FolderDate;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.RescanRotation;
import io.datasync.core.seal.SealedFolder;
import io.datasync.core.seal.SealedSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one cycle knows and learns of sealed folders: which it skips, what it found in the others, and what the server says of them.
 *
 * <p>A folder is skipped only while it looks as it did before its last complete listing, its turn in the rotation has not come, and nothing
 * of it waits to be archived. What a scan found is noted when the scan is believed, not before (D-2). Thread-safe. Each call
 * throws what the journal throws: {@code JOURNAL_IO}, {@code JOURNAL_CORRUPT}.
 */
public final class SealedFolders {
    private final JobJournal journal;
    private final Optional<ZoneId> zone;
    private final RescanRotation rotation;
    private final RememberedProbes probes;
    private final Instant begin;
    private final Map<FolderName, SealedFolder> sealed = new TreeMap<>();
    private final Set<FolderName> skipped = new HashSet<>();
    private final Map<FolderName, SealedFolder> quiet = new TreeMap<>();
    private final Set<FolderName> fresh = new TreeSet<>();
    private final Set<FolderName> unsettled = new TreeSet<>();
    private boolean whole = true;

    /** Sealed at the server, and not yet here. */
    private final Set<FolderName> unknown = new TreeSet<>();

    private boolean reopened;

    /**
     * Those of a job.
     *
     * @param sealing empty for a job whose folders are never sealed
     * @param begin when this cycle's scan began
     */
    public SealedFolders(JobJournal journal, Optional<Sealing> sealing, Instant begin) throws SyncException {
        this.journal = journal;
        zone = sealing.map(Sealing::zone);
        rotation = new RescanRotation(sealing.map(Sealing::rescanDays).orElse(1));
        probes = sealing.map(Sealing::probes).orElseGet(() -> new RememberedProbes(System::nanoTime));
        this.begin = begin.truncatedTo(ChronoUnit.MILLIS);
        if (zone.isPresent()) {
            for (SealedFolder folder : journal.sealedFolders()) {
                sealed.put(folder.folder(), folder);
            }
        }
    }

    /** Which of these folders need no scan now; takes the cheap look at each that is sealed. */
    public synchronized List<SealedFolder> skip(SourceRoot root, Collection<FolderName> folders) throws SyncException {
        if (sealed.isEmpty()) {
            return List.of();
        }
        LocalDate today = begin.atZone(zone.orElseThrow()).toLocalDate();
        Set<FolderName> unfinished = journal.unfinished().keySet();
        List<SealedFolder> skips = new ArrayList<>();
        for (FolderName name : folders) {
            SealedFolder folder = sealed.get(name);
            if (folder != null
                    && !unfinished.contains(name)
                    && !rotation.isDue(
                            name, folder.listedAt().atZone(zone.get()).toLocalDate(), today)
                    && probes.probe(root, name).filter(folder.probe()::equals).isPresent()) {
                skips.add(folder);
                skipped.add(name);
            }
        }
        return skips;
    }

    /** The look at a folder before it is listed; empty for one that is never sealed, or that cannot be looked at. */
    public Optional<FolderProbe> probe(SourceRoot root, FolderName folder) {
        return zone.isPresent() && FolderDate.of(folder) instanceof FolderDate.Day
                ? FolderProbes.probe(root, folder)
                : Optional.empty();
    }

    /**
     * A folder was listed to its end.
     *
     * @param probe how it looked before
     * @param foundNew whether something in it is new or changed
     */
    public synchronized void listed(
            FolderName folder, FolderProbe probe, long files, long present, long bytes, boolean foundNew) {
        if (foundNew) {
            fresh.add(folder);
            unsettled(folder);
        } else {
            quiet.put(folder, new SealedFolder(folder, probe, files, present, bytes, begin));
        }
    }

    /** A folder could not be listed to its end; of the root, no folder is known to be gone then. */
    public synchronized void unsettled(FolderName folder) {
        if (folder.equals(FolderName.ROOT)) {
            whole = false;
        } else if (FolderDate.of(folder) instanceof FolderDate.Day) {
            unsettled.add(folder);
        }
    }

    /**
     * The scan is believed: sealed folders in which something is new are open from now on, the others have been listed.
     *
     * @return those that are open now
     */
    public synchronized List<FolderName> believed() throws SyncException {
        List<FolderName> opened = fresh.stream().filter(sealed::containsKey).toList();
        List<SealedFolder> again = quiet.values().stream()
                .filter(folder -> sealed.containsKey(folder.folder()))
                .toList();
        if (!opened.isEmpty()) {
            journal.unseal(opened);
            opened.forEach(sealed::remove);
        }
        remember(again);
        return opened;
    }

    /** Which folders the agent takes for sealed. */
    public synchronized Digest digest() {
        return SealedSet.digest(sealed.keySet());
    }

    /** Whether a folder is named in the claim: all that were listed (CORE-4). */
    public synchronized boolean isClaimed(FolderName folder) {
        return !skipped.contains(folder);
    }

    /**
     * Learns from the server which folders are sealed.
     *
     * @param claimed the folders of the claim
     * @return the answer; a folder that is sealed there and that this journal knows nothing archived of differs too: the journal was lost, or the
     *     server's database is an earlier one
     */
    public synchronized OpenAnswer learn(OpenAnswer answer, Set<FolderName> claimed) throws SyncException {
        if (zone.isEmpty() || answer.sealed().isEmpty()) {
            return answer;
        }
        Set<FolderName> told = new TreeSet<>(answer.sealed().get());
        List<FolderName> opened = sealed.keySet().stream()
                .filter(folder -> !told.contains(folder))
                .toList();
        if (!opened.isEmpty()) {
            journal.unseal(opened);
            opened.forEach(sealed::remove);
            reopened = true;
        }
        Set<FolderName> differing = new TreeSet<>(answer.differing());
        told.removeAll(sealed.keySet());
        unknown.addAll(told);
        told.stream().filter(folder -> !claimed.contains(folder)).forEach(differing::add);
        return new OpenAnswer(
                answer.token(), answer.lease(), answer.scanSeq(), answer.sealed(), List.copyOf(differing));
    }

    /**
     * What the server knows of sealed folders may be old: it has started since, perhaps over a database that was put back, and it cannot tell (D-20).
     * Each is listed and claimed once more, as if this journal were new.
     */
    public synchronized void doubt() throws SyncException {
        if (!sealed.isEmpty()) {
            journal.unseal(List.copyOf(sealed.keySet()));
            sealed.clear();
            reopened = true;
        }
    }

    /** The server has learnt that nothing is left of these folders at the source; those that it has sealed are taken for sealed from now on. */
    public synchronized void gone(Collection<FolderName> folders) throws SyncException {
        remember(folders.stream()
                .filter(unknown::contains)
                .map(folder -> new SealedFolder(folder, FolderProbe.ABSENT, 0, 0, 0, begin))
                .toList());
    }

    /**
     * Whether a run is to follow soon: the server has opened a folder that this cycle may not have listed, or has sealed one that seemed new
     * here, since the journal was lost.
     */
    public synchronized boolean comesAgain() {
        return reopened || unknown.stream().anyMatch(fresh::contains);
    }

    /** What is said at the end of the run; nothing when the clock was put right meanwhile (D-25). */
    public synchronized FolderListings listings(Instant steadySince, Instant now) throws SyncException {
        if (zone.isEmpty()) {
            return FolderListings.NONE;
        }
        Map<FolderName, Long> unfinished = journal.unfinished();
        List<SealedFolder> learnt = new ArrayList<>();
        List<FolderListing> listings = new ArrayList<>();
        for (SealedFolder folder : quiet.values()) {
            long outstanding = unfinished.getOrDefault(folder.folder(), 0L);
            if (unknown.contains(folder.folder()) && outstanding == 0) {
                learnt.add(folder);
            } else if (!sealed.containsKey(folder.folder()) && listings.size() < FolderListings.MAX) {
                listings.add(new FolderListing(folder.folder(), outstanding));
            }
        }
        remember(learnt);
        Duration age = Duration.between(begin, now);
        return steadySince.isAfter(begin) || age.isNegative()
                ? FolderListings.NONE
                : new FolderListings(
                        listings,
                        unsettled.stream().limit(FolderListings.MAX).toList(),
                        whole && Math.max(quiet.size(), unsettled.size()) <= FolderListings.MAX,
                        age);
    }

    /** The server has sealed a folder that this cycle listed. */
    public synchronized void sealed(FolderName folder) throws SyncException {
        SealedFolder listed = quiet.get(folder);
        if (listed != null && !journal.unfinished().containsKey(folder)) {
            remember(List.of(listed));
        }
    }

    private void remember(List<SealedFolder> folders) throws SyncException {
        if (!folders.isEmpty()) {
            journal.seal(folders);
            folders.forEach(folder -> sealed.put(folder.folder(), folder));
        }
    }
}
