package io.datasync.core.reconcile;

import io.datasync.core.digest.Digest;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.StoredFile;
import java.time.Instant;
import java.util.Optional;

/**
 * What the sources of a rebuild make of one path: the newest good certificate first, then an agent's journal, then the listing (D-4, CORE-8). Pure.
 *
 * <p>Sources that contradict each other in size or digest make it damaged and a finding, never the newer one right in silence. A row that is verified
 * is left alone, and one that is damaged stays so: a rebuild never takes back what a run or a scrub found. Merged again, nothing changes.
 */
public final class RebuildMerge {
    private final RunId repair;
    private final Instant now;

    /**
     * Merges for one folder.
     *
     * @param repair the id that new rows name
     * @param now the index's time before the listing began
     */
    public RebuildMerge(RunId repair, Instant now) {
        this.repair = repair;
        this.now = now;
    }

    /**
     * What is known of one path.
     *
     * @param certified what the highest revision of the folder's certificates that are good says of it
     * @param journal what an agent says it has proven
     * @param listed the file on the share, with the digest that the share keeps for it
     * @param retired the version of the certified content, where a folder has the file's name on the share (D-6)
     */
    public record Sources(
            Optional<Fact> certified,
            Optional<Fact> journal,
            Optional<StoredFile> listed,
            Optional<StoredFile> retired) {
        /** Where no folder has the name. */
        public Sources(Optional<Fact> certified, Optional<Fact> journal, Optional<StoredFile> listed) {
            this(certified, journal, listed, Optional.empty());
        }

        private Optional<Fact> gaveWay() {
            return certified.filter(fact -> retired.filter(version -> ReconcilePlanner.isContent(fact, version))
                    .isPresent());
        }
    }

    /** A state, what is known then, and why it is damaged. */
    private record Verdict(ChangeKind kind, EntryState state, Fact fact, Optional<FindingRow> finding) {}

    /** What becomes of the row; empty when it stays, or stays away. */
    public Optional<RowChange> merge(Optional<EntryRow> row, Sources sources) {
        if (row.isPresent()
                && (row.get().state() == EntryState.VERIFIED || row.get().state() == EntryState.DAMAGED)) {
            return Optional.empty();
        }
        if (sources.gaveWay().isPresent()) {
            return gaveWay(row, sources.gaveWay().get());
        }
        Optional<Verdict> verdict = sources.listed().isPresent()
                ? listed(sources, sources.listed().get())
                : unlisted(sources, row.isPresent());
        return verdict.filter(wanted -> isNews(row, wanted)).map(wanted -> change(row, wanted));
    }

    /** The folder is there to be seen; the file's content is what the certificate vouches for. */
    private Optional<RowChange> gaveWay(Optional<EntryRow> row, Fact file) {
        Fact folder = new Fact(SourceEntry.folder(file.entry().path()), Digest.OF_NOTHING, file.verifiedAt());
        Verdict wanted = new Verdict(ChangeKind.RETIRED, EntryState.ATTESTED, folder, Optional.empty());
        return isNews(row, wanted)
                ? Optional.of(RowChange.retired(row, change(row, wanted).after(), new VersionRow(file, now, repair)))
                : Optional.empty();
    }

    /** Presence adds nothing to a row that is present or attested: that its listing changed is reconcile's to say. */
    private static boolean isNews(Optional<EntryRow> row, Verdict wanted) {
        if (row.isEmpty()) {
            return true;
        }
        EntryState state = row.get().state();
        boolean weaker =
                wanted.state() == EntryState.PRESENT && (state == EntryState.PRESENT || state == EntryState.ATTESTED);
        boolean same = wanted.state() == state && wanted.fact().equals(row.get().fact());
        return !weaker && !same;
    }

    private RowChange change(Optional<EntryRow> row, Verdict wanted) {
        EntryRow after = row.isPresent()
                ? row.get().repaired(wanted.fact(), wanted.state(), Optional.empty(), Optional.empty())
                : new EntryRow(wanted.fact(), wanted.state(), false, 0, repair, FencingToken.NONE);
        return new RowChange(wanted.kind(), row, after, wanted.finding());
    }

    /** A single listing that lacks a file says nothing against a row (D-24); what has no row is on record as missing. */
    private Optional<Verdict> unlisted(Sources sources, boolean onRecord) {
        Optional<Fact> certified = sources.certified();
        if (certified.isPresent() && certified.get().entry().kind() == EntryKind.FOLDER) {
            return Optional.of(
                    new Verdict(ChangeKind.ATTESTED, EntryState.ATTESTED, certified.get(), Optional.empty()));
        }
        if (onRecord) {
            return Optional.empty();
        }
        return certified
                .or(() -> sources.journal().filter(fact -> fact.entry().kind() == EntryKind.FILE))
                .map(fact -> new Verdict(
                        ChangeKind.MISSING,
                        EntryState.MISSING,
                        fact,
                        Optional.of(finding(
                                FindingRow.Kind.FILE_MISSING,
                                fact.entry().path(),
                                fact.entry().sizeBytes() + " bytes",
                                "no file"))));
    }

    private Optional<Verdict> listed(Sources sources, StoredFile file) {
        Optional<Fact> best = sources.certified().or(sources::journal);
        if (best.isEmpty()) {
            return Optional.of(new Verdict(ChangeKind.PRESENT, EntryState.PRESENT, asListed(file), Optional.empty()));
        }
        Fact fact = best.get();
        if (fact.entry().kind() == EntryKind.FOLDER) {
            return Optional.of(damaged(fact, FindingRow.Kind.KIND_DIFFERS, "a folder", "a file"));
        }
        if (sources.journal()
                .filter(told -> told.entry().kind() == EntryKind.FOLDER)
                .isPresent()) {
            return Optional.of(damaged(fact, FindingRow.Kind.KIND_DIFFERS, "a file", "a folder"));
        }
        long size = fact.entry().sizeBytes();
        Optional<Long> otherSize = sources.journal()
                .map(told -> told.entry().sizeBytes())
                .filter(told -> told != size)
                .or(() -> Optional.of(file.sizeBytes()).filter(found -> found != size));
        if (otherSize.isPresent()) {
            return Optional.of(
                    damaged(fact, FindingRow.Kind.SIZE_DIFFERS, size + " bytes", otherSize.get() + " bytes"));
        }
        Optional<Digest> other = sources.journal()
                .map(Fact::digest)
                .filter(digest -> !digest.equals(fact.digest()))
                .or(() -> file.digest().filter(digest -> !digest.equals(fact.digest())));
        if (other.isPresent()) {
            return Optional.of(damaged(
                    fact,
                    FindingRow.Kind.DIGEST_DIFFERS,
                    fact.digest().hex(),
                    other.get().hex()));
        }
        return Optional.of(agreed(sources, file, fact));
    }

    private static Verdict agreed(Sources sources, StoredFile file, Fact fact) {
        if (sources.journal().isPresent() && file.digest().isPresent()) {
            return new Verdict(
                    ChangeKind.VERIFIED, EntryState.VERIFIED, sources.journal().get(), Optional.empty());
        }
        if (sources.certified().isPresent()) {
            return new Verdict(ChangeKind.ATTESTED, EntryState.ATTESTED, fact, Optional.empty());
        }
        return new Verdict(
                ChangeKind.PRESENT,
                EntryState.PRESENT,
                new Fact(fact.entry(), Digest.UNKNOWN, fact.verifiedAt()),
                Optional.empty());
    }

    private Fact asListed(StoredFile file) {
        return new Fact(
                SourceEntry.file(file.path(), file.sizeBytes(), file.ticks()),
                file.digest().orElse(Digest.UNKNOWN),
                now);
    }

    private Verdict damaged(Fact fact, FindingRow.Kind kind, String expected, String found) {
        return new Verdict(
                ChangeKind.DAMAGED,
                EntryState.DAMAGED,
                fact,
                Optional.of(finding(kind, fact.entry().path(), expected, found)));
    }

    private FindingRow finding(FindingRow.Kind kind, RelativePath path, String expected, String found) {
        return new FindingRow(kind, path.folder(), Optional.of(path), expected, found, now);
    }
}
