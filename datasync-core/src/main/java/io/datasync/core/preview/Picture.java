package io.datasync.core.preview;

import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.Volume;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects fates. Thread-safe. */
final class Picture {
    private final Map<Fate, Volume> fates = new EnumMap<>(Fate.class);
    private final Map<Fate, List<RelativePath>> named = new EnumMap<>(Fate.class);
    private long incompleteFolders;

    Picture() {
        for (Fate fate : Fate.values()) {
            fates.put(fate, Volume.NONE);
            named.put(fate, new ArrayList<>());
        }
    }

    synchronized void add(Fate fate, RelativePath path, long sizeBytes) {
        count(fate, new Volume(1, sizeBytes));
        name(fate, path);
    }

    synchronized void count(Fate fate, Volume files) {
        fates.merge(fate, files, Volume::plus);
    }

    synchronized void name(Fate fate, RelativePath path) {
        List<RelativePath> names = named.computeIfAbsent(fate, none -> new ArrayList<>());
        if (names.size() < Preview.NAMED_MAX) {
            names.add(path);
        }
    }

    synchronized void incompleteFolder() {
        incompleteFolders++;
    }

    synchronized Preview of(Preview.Place archive) {
        Map<Fate, List<RelativePath>> names = new EnumMap<>(Fate.class);
        named.forEach((fate, paths) -> names.put(fate, List.copyOf(paths)));
        return new Preview(archive, fates, names, incompleteFolders);
    }
}
