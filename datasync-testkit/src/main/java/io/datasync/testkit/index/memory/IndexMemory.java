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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is committed, or about to be. */
final class IndexMemory {
    final Map<JobId, JobRow> jobs = new TreeMap<>();
    final Map<RunId, RunRow> runs = new TreeMap<>();

    /** Folders by their own key, and the key by job and name. */
    final Map<Long, FolderRow> folders = new TreeMap<>();

    final Map<FolderKey, Long> folderIds = new HashMap<>();
    final Map<Long, TreeMap<PathHash, EntryRow>> entries = new HashMap<>();
    final Map<RunFileKey, RunFileRow> runFiles = new HashMap<>();
    final Map<LossKey, LossRow> losses = new HashMap<>();
    final Map<JobId, Instant> cycles = new HashMap<>();
    final Map<VersionKey, VersionRow> versions = new HashMap<>();
    final Map<AlertKey, AlertRow> alerts = new HashMap<>();
    final List<DeedRow> deeds = new ArrayList<>();
    final Map<JobId, List<FindingRow>> findings = new HashMap<>();
    final Map<JobId, RepairRow> repairs = new HashMap<>();
    final Map<RotationKey, Long> rotations = new HashMap<>();

    final Map<SampleKey, SampleRow> samples = new HashMap<>();

    record SampleKey(JobId job, RelativePath path) {}

    record FolderKey(JobId job, FolderName name) {}

    record RotationKey(JobId job, RepairRow.Kind kind) {}

    record RunFileKey(RunId run, RelativePath path) {}

    record VersionKey(long folderId, RelativePath path, long ticks, Digest digest) {}

    record AlertKey(JobId job, AlertRow.Kind kind) {}

    record LossKey(JobId job, RelativePath path, long sizeBytes, long ticks) {}
}
