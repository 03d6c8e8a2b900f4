package io.datasync.testkit.index.memory;

import io.datasync.core.digest.Digest;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is committed, or about to be. Its maps go through their keys in the same order in every JVM, which those of enums do not by themselves. */
final class IndexMemory {
    final Map<JobId, JobRow> jobs = new TreeMap<>();
    final Rows<RunId, RunRow, JobId> runs = new Rows<>(RunRow::job);

    /** Folders by their own key, and the key by job and name. */
    final Rows<Long, FolderRow, JobId> folders = new Rows<>(FolderRow::job);

    final Map<FolderKey, Long> folderIds = new LinkedHashMap<>();
    final Map<Long, Rows<PathHash, EntryRow, Long>> entries = new LinkedHashMap<>();
    final Map<RunFileKey, RunFileRow> runFiles = new LinkedHashMap<>();
    final Map<LossKey, LossRow> losses = new LinkedHashMap<>();
    final Map<JobId, Instant> cycles = new LinkedHashMap<>();
    final Map<VersionKey, VersionRow> versions = new LinkedHashMap<>();
    final Map<AlertKey, AlertRow> alerts = new LinkedHashMap<>();
    final List<DeedRow> deeds = new ArrayList<>();
    final Map<JobId, List<FindingRow>> findings = new LinkedHashMap<>();
    final Map<JobId, RepairRow> repairs = new LinkedHashMap<>();
    final Map<RotationKey, Long> rotations = new LinkedHashMap<>();

    final Map<SampleKey, SampleRow> samples = new LinkedHashMap<>();

    /** Becomes what another one is; the rows of both never change. */
    void become(IndexMemory other) {
        replace(jobs, other.jobs);
        replace(runs, other.runs);
        replace(folders, other.folders);
        replace(folderIds, other.folderIds);
        entries.clear();
        other.entries.forEach((folder, rows) -> entriesOf(folder).putAll(rows));
        replace(runFiles, other.runFiles);
        replace(losses, other.losses);
        replace(cycles, other.cycles);
        replace(versions, other.versions);
        replace(alerts, other.alerts);
        deeds.clear();
        deeds.addAll(other.deeds);
        replace(findings, other.findings);
        replace(repairs, other.repairs);
        replace(rotations, other.rotations);
        replace(samples, other.samples);
    }

    /** The entries of a folder, by the hashes of their paths. */
    Rows<PathHash, EntryRow, Long> entriesOf(long folderId) {
        return entries.computeIfAbsent(folderId, id -> new Rows<>(row -> id));
    }

    private static <K, V> void replace(Map<K, V> map, Map<K, V> by) {
        map.clear();
        map.putAll(by);
    }

    record SampleKey(JobId job, RelativePath path) {}

    record FolderKey(JobId job, FolderName name) {}

    record RotationKey(JobId job, RepairRow.Kind kind) {}

    record RunFileKey(RunId run, RelativePath path) {}

    record VersionKey(long folderId, RelativePath path, long ticks, Digest digest) {}

    record AlertKey(JobId job, AlertRow.Kind kind) {}

    record LossKey(JobId job, RelativePath path, long sizeBytes, long ticks) {}
}
