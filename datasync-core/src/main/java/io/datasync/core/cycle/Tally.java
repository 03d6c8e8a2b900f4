package io.datasync.core.cycle;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts where every file of a cycle went (D-3).
 *
 * <p>What was seen is counted when it is seen, and what became of it when that is known, so that the balance at the end is a check and
 * not a definition. Thread-safe.
 */
final class Tally {
    private long seen;
    private long verified;
    private long inFlight;
    private long excluded;
    private long failed;
    private long lost;
    private long held;
    private long filesListed;
    private long plannedFiles;
    private long plannedBytes;
    private long incompleteFolders;
    private long uploaded;
    private long uploadedBytes;
    private final List<CycleResult.NamedFile> failures = new ArrayList<>();
    private List<CycleResult.NamedFile> heldFiles = List.of();
    private List<CycleResult.NamedFile> lostFiles = List.of();
    private final Map<RelativePath, CycleResult.NamedFile> waiting = new LinkedHashMap<>();

    synchronized void seen(long files) {
        seen += files;
    }

    /** What a folder held: files that were given as entries, what is left out, and what could not be looked at. */
    synchronized void listed(long files, long leftOut, long unreadable) {
        filesListed += files;
        seen += files + leftOut + unreadable;
        excluded += leftOut;
        failed += unreadable;
    }

    /** Files of a sealed folder that was not listed, all of them archived (D-3). */
    synchronized void sealed(long files) {
        filesListed += files;
        seen += files;
        verified += files;
    }

    /** Files that the scan gave as entries. */
    synchronized long filesListed() {
        return filesListed;
    }

    /** A file that is to be archived in this cycle. */
    synchronized void planned(SourceEntry entry) {
        plannedFiles += weight(entry);
        plannedBytes += entry.sizeBytes();
    }

    /**
     * Known files that are to be archived in this cycle although they were not listed.
     *
     * @param countedAsFailed how many of them are in {@link #listed} as unreadable: what becomes of them now counts instead
     */
    synchronized void plannedUnlisted(long files, long bytes, long countedAsFailed) {
        plannedFiles += files;
        plannedBytes += bytes;
        seen += files - countedAsFailed;
        failed -= countedAsFailed;
    }

    /**
     * Held files in a folder that was not listed to its end.
     *
     * @param countedAsFailed how many of them are in {@link #listed} as unreadable, and so are counted already
     */
    synchronized void heldUnlisted(long files, long countedAsFailed) {
        seen += files - countedAsFailed;
        failed += files - countedAsFailed;
        held += files;
    }

    /** A known file that is held (D-12). */
    synchronized void held(SourceEntry entry) {
        failed += weight(entry);
        held += weight(entry);
    }

    /** A known file that a person keeps out of the archive. */
    synchronized void quarantined(SourceEntry entry) {
        excluded += weight(entry);
    }

    /** Files that were to be archived are held from now on. */
    synchronized void held(HeldFiles files) {
        plannedFiles -= files.files();
        plannedBytes -= files.bytes();
        failed += files.files();
        held += files.files();
    }

    /** A person keeps all that is held out of the archive. */
    synchronized void quarantineHeld() {
        failed -= held;
        excluded += held;
        held = 0;
    }

    /** Names files that are held; they are counted elsewhere. */
    synchronized void nameHeld(List<CycleResult.NamedFile> files) {
        heldFiles = List.copyOf(files);
    }

    /** A file that was to be archived turned out to be archived. */
    synchronized void adopted(SourceEntry entry) {
        plannedFiles -= weight(entry);
        plannedBytes -= entry.sizeBytes();
        verified += weight(entry);
    }

    /** A file that counted as verified is to be archived again. */
    synchronized void doubted(SourceEntry entry) {
        plannedFiles += weight(entry);
        plannedBytes += entry.sizeBytes();
        verified -= weight(entry);
    }

    synchronized void verified(SourceEntry entry) {
        verified += weight(entry);
        waiting.remove(entry.path());
    }

    synchronized void inFlight(SourceEntry entry) {
        inFlight += weight(entry);
    }

    synchronized void failed(SourceEntry entry, SyncException why) {
        if (weight(entry) == 1) {
            failed(entry.path(), why);
        } else {
            name(entry.path(), why);
            incompleteFolders++;
        }
    }

    synchronized void failed(RelativePath path, SyncException why) {
        failed++;
        waiting.remove(path);
        name(path, why);
    }

    /** Names a failure that is counted elsewhere. */
    synchronized void name(RelativePath path, SyncException why) {
        if (failures.size() < CycleResult.NAMED_MAX) {
            failures.add(new CycleResult.NamedFile(path, why));
        }
    }

    /** Names a file that is being written, once, by the first reason; where it ends is counted elsewhere. */
    synchronized void waiting(RelativePath path, SyncException why) {
        if (waiting.size() < CycleResult.NAMED_MAX) {
            waiting.putIfAbsent(path, new CycleResult.NamedFile(path, why));
        }
    }

    synchronized void lost(long files, List<CycleResult.NamedFile> first) {
        lost += files;
        lostFiles = List.copyOf(first);
    }

    synchronized void incompleteFolder() {
        incompleteFolders++;
    }

    synchronized void uploaded(long bytes) {
        uploaded++;
        uploadedBytes += bytes;
    }

    /** Folders never count. */
    private static long weight(SourceEntry entry) {
        return entry.kind() == EntryKind.FILE ? 1 : 0;
    }

    /**
     * The balance of a cycle that did its work.
     *
     * @throws SyncException {@code BALANCE_BROKEN}
     */
    synchronized Balance balance() throws SyncException {
        return Balance.check(seen, verified, inFlight, excluded, failed, lost);
    }

    /** The balance of a cycle that was cut short: what nothing is known of is in flight. */
    synchronized Balance balanceSoFar() {
        long known = verified + excluded + failed + lost;
        return new Balance(Math.max(seen, known), verified, Math.max(seen - known, 0), excluded, failed, lost);
    }

    synchronized long plannedFiles() {
        return plannedFiles;
    }

    synchronized long plannedBytes() {
        return plannedBytes;
    }

    synchronized long incompleteFolders() {
        return incompleteFolders;
    }

    synchronized long uploaded() {
        return uploaded;
    }

    synchronized long uploadedBytes() {
        return uploadedBytes;
    }

    synchronized List<CycleResult.NamedFile> failures() {
        return List.copyOf(failures);
    }

    /** The failures, and after them files that are held, as many as are named. */
    synchronized List<CycleResult.NamedFile> failuresAndHeld() {
        return Stream.concat(failures.stream(), heldFiles.stream())
                .limit(CycleResult.NAMED_MAX)
                .toList();
    }

    /** Of the failed, those that are held. */
    synchronized long held() {
        return held;
    }

    synchronized List<CycleResult.NamedFile> lostFiles() {
        return lostFiles;
    }

    /** Files that are being written. */
    synchronized List<CycleResult.NamedFile> waiting() {
        return List.copyOf(waiting.values());
    }
}
