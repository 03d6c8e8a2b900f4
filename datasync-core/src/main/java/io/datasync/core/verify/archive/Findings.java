package io.datasync.core.verify.archive;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects verdicts; keeps the first files of each in the order of paths, whichever thread finds them when. Thread-safe. */
final class Findings {
    private final Map<Verdict, Volume> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Verdict, TreeMap<RelativePath, VerifiedFile>> named = new EnumMap<>(Verdict.class);
    private @Nullable SyncException sourceUnavailable;

    Findings() {
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, Volume.NONE);
            named.put(verdict, new TreeMap<>());
        }
    }

    synchronized void count(Verdict verdict, long sizeBytes) {
        verdicts.merge(verdict, new Volume(1, sizeBytes), Volume::plus);
    }

    synchronized void name(VerifiedFile file) {
        TreeMap<RelativePath, VerifiedFile> files = named.getOrDefault(file.verdict(), new TreeMap<>());
        files.put(file.path(), file);
        if (files.size() > Verification.NAMED_MAX) {
            files.pollLastEntry();
        }
    }

    synchronized void sourceUnavailable(SyncException why) {
        if (sourceUnavailable == null) {
            sourceUnavailable = why;
        }
    }

    synchronized boolean hasSource() {
        return sourceUnavailable == null;
    }

    synchronized Verification toVerification(Duration took) {
        List<VerifiedFile> files = new ArrayList<>();
        named.values().forEach(each -> files.addAll(each.values()));
        files.sort(Comparator.comparing(VerifiedFile::path));
        return new Verification(verdicts, files, Optional.ofNullable(sourceUnavailable), took);
    }
}
