package io.datasync.drills.scale;

import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.FolderClaim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source whose entries are computed: so many folders with so many files each. Nothing is kept, whatever its size.
 *
 * @param perFolder files of each folder
 */
record LargeSource(int folders, int perFolder) {
    private static final Instant VERIFIED_AT = Instant.parse("2026-04-23T12:00:00Z");

    int entries() {
        return folders * perFolder;
    }

    Fact fact(int number) {
        return new Fact(entry(number), Digest.OF_NOTHING, VERIFIED_AT);
    }

    private SourceEntry entry(int number) {
        String path = String.format(Locale.ROOT, "%s/sub/part-%07d.csv", name(number / perFolder), number % perFolder);
        return SourceEntry.file(RelativePath.known(path), number, number * 7L);
    }

    private static String name(int folder) {
        return String.format(Locale.ROOT, "day-%05d", folder);
    }

    private FolderName folderName(int folder) {
        return entry(folder * perFolder).path().folder();
    }

    /** What an agent claims of each folder when it opens a run. */
    List<FolderClaim> claims() {
        List<FolderClaim> claims = new ArrayList<>();
        for (int folder = 0; folder < folders; folder++) {
            SetSummary all = SetSummary.EMPTY;
            for (int number = folder * perFolder; number < (folder + 1) * perFolder; number++) {
                Fact fact = fact(number);
                all = all.plus(fact.entry().sizeBytes(), fact.entryDigest());
            }
            claims.add(new FolderClaim(folderName(folder), all));
        }
        return claims;
    }

    /** Every entry, folder by folder, each folder listed to its end. */
    CompareLines lines() {
        return new Lines(1);
    }

    /** The same without every n-th entry of each folder, as after a purge. */
    CompareLines linesWithoutEvery(int nth) {
        return new Lines(nth);
    }

    /** How many entries {@link #linesWithoutEvery} leaves out. */
    int leftOut(int nth) {
        return folders * ((perFolder + nth - 1) / nth);
    }

    private final class Lines implements CompareLines {
        private static final int BEFORE_FOLDER = -1;

        private final int leftOut;
        private int folder;
        private int position = BEFORE_FOLDER;

        Lines(int leftOut) {
            this.leftOut = leftOut;
        }

        @Override
        public @Nullable CompareLine next() {
            if (folder == folders) {
                return null;
            }
            if (position == BEFORE_FOLDER) {
                position = kept(0);
                return new CompareLine.Start(folderName(folder));
            }
            if (position < perFolder) {
                SourceEntry entry = entry(folder * perFolder + position);
                position = kept(position + 1);
                return new CompareLine.Item(entry, Optional.of(Digest.OF_NOTHING));
            }
            position = BEFORE_FOLDER;
            return new CompareLine.End(folderName(folder++), true);
        }

        /** This position, or the next when this one is left out. */
        private int kept(int candidate) {
            return leftOut > 1 && candidate < perFolder && candidate % leftOut == 0 ? candidate + 1 : candidate;
        }
    }
}
