package io.datasync.drills.demo.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The archive, taken away for a while by renaming its folder, and always given back.
 *
 * <p>What is wanted stands in a file of the demo's home: the time until which the archive is to be away. {@link #tick} makes it so. Because
 * only the file and the folder's name count, it does not matter who asks, who carries it out or who is killed in between: the
 * running demo gives back when the time has passed or the file is gone, and at its start and end; the command that asked
 * does when the demo is killed.
 */
public final class Outage {
    /** What {@link #tick} changed. */
    public enum Change {
        NONE,
        TAKEN,
        GIVEN_BACK
    }

    private static final String REQUEST = "archive-away-until";
    private static final String AWAY = ".taken-away";

    private final Path request;
    private final Path archived;
    private final Path away;
    private final Clock clock;

    /**
     * An outage that may be asked for.
     *
     * @param archived the folder that is renamed; its parent must stay writable
     */
    public Outage(Path home, Path archived, Clock clock) {
        this.request = home.resolve(REQUEST);
        this.archived = archived;
        this.away = archived.resolveSibling(archived.getFileName() + AWAY);
        this.clock = clock;
    }

    /** Asks for the archive to be away until then; replaces an earlier wish. */
    public void ask(Instant until) throws IOException {
        Path fresh = request.resolveSibling(REQUEST + ".new");
        Files.writeString(fresh, until.toString());
        Files.move(fresh, request, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes the wish back. */
    public void askNoMore() throws IOException {
        Files.deleteIfExists(request);
    }

    /** Until when it is to be away; empty when nobody wants that. */
    public Optional<Instant> until() throws IOException {
        try {
            return Optional.of(Instant.parse(Files.readString(request).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeParseException e) {
            // Not one of ours: no wish at all.
            return Optional.empty();
        }
    }

    /** Whether it is away now. */
    public boolean isAway() {
        return Files.exists(away) && !Files.exists(archived);
    }

    /** Does what is wanted now, and forgets a wish whose time has passed. */
    public Change tick() throws IOException {
        Optional<Instant> until = until();
        if (until.isPresent() && clock.instant().isBefore(until.get())) {
            if (!Files.exists(archived) || Files.exists(away)) {
                return Change.NONE;
            }
            Files.move(archived, away, StandardCopyOption.ATOMIC_MOVE);
            return Change.TAKEN;
        }
        return giveBack() ? Change.GIVEN_BACK : Change.NONE;
    }

    /**
     * Gives it back now and forgets the wish; says whether it was away.
     *
     * @throws IOException when something else has the folder's name meanwhile: then both stay as they are
     */
    public boolean giveBack() throws IOException {
        boolean wasAway = Files.exists(away);
        if (wasAway) {
            if (Files.exists(archived)) {
                throw new IOException("the archive was taken away to " + away + ", and meanwhile something else is at "
                        + archived + "; look at both and move the right one there");
            }
            Files.move(away, archived, StandardCopyOption.ATOMIC_MOVE);
        }
        // Last, because the one who asked waits for this.
        askNoMore();
        return wasAway;
    }
}
