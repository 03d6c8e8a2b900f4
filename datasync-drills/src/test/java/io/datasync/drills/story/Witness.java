package io.datasync.drills.story;

import static java.util.stream.Collectors.toCollection;

import io.datasync.core.balance.Balance;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a person with paper and pencil notes who looks at the PC's disk at each cycle, and what must be true then by the promises that DataSync
 * makes. Knows nothing of how DataSync does it.
 */
final class Witness {
    private static final Duration SEAL_QUIET = Duration.ofHours(24);

    private final ZoneId zone;
    private final Duration quiet;
    private final Map<String, String> archived = new TreeMap<>();
    private final Set<Content> kept = new HashSet<>();
    private final Map<String, String> waiting = new TreeMap<>();
    private final Set<String> held = new TreeSet<>();
    private final List<String> lost = new ArrayList<>();
    private final Map<String, Instant> unnoticed = new HashMap<>();
    private final Map<String, Instant> firstSeen = new HashMap<>();
    private final Map<String, Instant> lastArchived = new HashMap<>();
    private final Set<String> untold = new HashSet<>();
    private final Set<String> mustBeSealed = new TreeSet<>();
    private final Set<String> mayBeSealed = new TreeSet<>();

    Witness(ZoneId zone, Duration quiet) {
        this.zone = zone;
        this.quiet = quiet;
    }

    /** A file as it is on the disk. */
    record Seen(String sha256, Instant modifiedAt) {}

    /**
     * What the world was like at a cycle.
     *
     * @param archive whether the archive could be reached
     * @param server whether the server could be reached
     * @param accepting whether a person accepts changed files
     */
    record World(boolean archive, boolean server, boolean accepting) {
        static final World GOOD = new World(true, true, false);
    }

    /** A file of a sealed folder was rewritten in place: until then it may go unnoticed (CORE-5). */
    void rewrittenUnderSeal(String path, Instant noticedBy) {
        unnoticed.put(path, noticedBy);
    }

    /**
     * A cycle was done.
     *
     * @param isArchived whether the archive holds a content, under its name or as a version
     * @return what its balance must be (CORE-10, D-3)
     */
    Balance look(Instant now, Map<String, Seen> disk, World world, Predicate<Content> isArchived) {
        if (world.server()) {
            noteTold(now);
        }
        long vanished = noteLost(disk);
        Map<String, Seen> seen = asSeen(now, disk, isArchived);
        noteHeld(seen, now, world);
        long verified = 0;
        long inFlight = 0;
        long failed = 0;
        for (Map.Entry<String, Seen> file : seen.entrySet()) {
            String path = file.getKey();
            String sha256 = file.getValue().sha256();
            if (sha256.equals(archived.get(path))) {
                waiting.remove(path);
                verified++;
            } else if (held.contains(path)) {
                failed++;
            } else if (world.archive() && atRest(file.getValue(), now)) {
                noteFirstSeen(path, sha256, now);
                archive(path, sha256, now);
                verified++;
            } else {
                noteFirstSeen(path, sha256, now);
                inFlight++;
            }
        }
        if (world.server()) {
            untold.clear();
        }
        if (world.archive() && world.server()) {
            noteSeals(now);
        }
        return new Balance(disk.size() + vanished, verified, inFlight, 0, failed, vanished);
    }

    /** What was seen and is nowhere now, a held content too: nobody decided against it (D-12). */
    private long noteLost(Map<String, Seen> disk) {
        Set<String> vanished = new TreeSet<>(waiting.keySet());
        vanished.addAll(held);
        vanished.removeAll(disk.keySet());
        for (String path : vanished) {
            waiting.remove(path);
            held.remove(path);
            lost.add(path);
        }
        return vanished.size();
    }

    private Map<String, Seen> asSeen(Instant now, Map<String, Seen> disk, Predicate<Content> isArchived) {
        Map<String, Seen> seen = new TreeMap<>(disk);
        for (String path : Set.copyOf(unnoticed.keySet())) {
            Seen file = disk.get(path);
            if (file == null) {
                throw new AssertionError("the story deletes " + path + " before it must be noticed");
            }
            if (isArchived.test(new Content(path, file.sha256()))) {
                unnoticed.remove(path);
            } else if (now.isBefore(unnoticed.getOrDefault(path, now))) {
                seen.put(path, new Seen(archived.getOrDefault(path, ""), file.modifiedAt()));
            } else {
                throw new AssertionError(path + " was rewritten in a sealed folder and is not noticed");
            }
        }
        return seen;
    }

    private void noteHeld(Map<String, Seen> seen, Instant now, World world) {
        Set<String> changed = seen.entrySet().stream()
                .filter(file -> atRest(file.getValue(), now))
                .filter(file -> archived.containsKey(file.getKey()))
                .filter(file -> !file.getValue().sha256().equals(archived.get(file.getKey())))
                .map(Map.Entry::getKey)
                .collect(toCollection(TreeSet::new));
        long known = seen.keySet().stream().filter(archived::containsKey).count();
        if (world.accepting()) {
            held.clear();
        } else if (changed.size() >= StoryPc.MASS_CHANGE.filesMin()
                && changed.size() * 100L >= known * StoryPc.MASS_CHANGE.percent()) {
            held.addAll(changed);
        }
    }

    private boolean atRest(Seen file, Instant now) {
        return !file.modifiedAt().plus(quiet).isAfter(now);
    }

    private void noteFirstSeen(String path, String sha256, Instant now) {
        if (!sha256.equals(waiting.put(path, sha256))) {
            firstSeen.put(folder(path), now);
            untold.add(folder(path));
        }
    }

    private void archive(String path, String sha256, Instant now) {
        waiting.remove(path);
        archived.put(path, sha256);
        kept.add(new Content(path, sha256));
        lastArchived.put(folder(path), now);
        untold.add(folder(path));
    }

    /** The server counts from when it hears of something. */
    private void noteTold(Instant now) {
        for (String folder : untold) {
            firstSeen.computeIfPresent(folder, (of, before) -> now);
            lastArchived.computeIfPresent(folder, (of, before) -> now);
        }
    }

    /** CORE-5, D-10: sealed at the latest when all that it counts from is a day old, and never before a day after the last new file. */
    private void noteSeals(Instant now) {
        mustBeSealed.clear();
        mayBeSealed.clear();
        for (Map.Entry<String, Instant> folder : lastArchived.entrySet()) {
            if (!isOver(folder.getKey(), now) || isOutstanding(folder.getKey())) {
                continue;
            }
            Instant seen = firstSeen.getOrDefault(folder.getKey(), folder.getValue());
            if (!now.isBefore(seen.plus(SEAL_QUIET))) {
                mayBeSealed.add(folder.getKey());
            }
            if (!now.isBefore(folder.getValue().plus(SEAL_QUIET))) {
                mustBeSealed.add(folder.getKey());
            }
        }
    }

    private boolean isOver(String folder, Instant now) {
        try {
            return LocalDate.parse(folder).isBefore(now.atZone(zone).toLocalDate());
        } catch (DateTimeParseException noDay) {
            return false;
        }
    }

    private boolean isOutstanding(String folder) {
        return waiting.keySet().stream().anyMatch(path -> folder(path).equals(folder))
                || held.stream().anyMatch(path -> folder(path).equals(folder));
    }

    private static String folder(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    /** The content that each archived file must have under its name. */
    Map<String, String> archived() {
        return archived;
    }

    /** Every content that was ever archived. */
    Set<Content> kept() {
        return kept;
    }

    /** The files that were lost, in the order in which that was found. */
    List<String> lost() {
        return lost;
    }

    /** The folders that had to be sealed when the server was last told. */
    Set<String> mustBeSealed() {
        return mustBeSealed;
    }

    /** Those that were allowed to be; no other was. */
    Set<String> mayBeSealed() {
        return mayBeSealed;
    }
}
