package io.datasync.drills.demo.home;

import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The folders of a demo, absolute and without links on the way, so that they can be told apart.
 *
 * @param home holds the demo's own state
 * @param source what is archived
 * @param ownSource whether the source is the demo's, made and purged by its instrument
 * @param archive the share: a folder in which each job has its own
 */
public record Places(Path home, Path source, boolean ownSource, Path archive) {
    private static final int NAME_MAX = 40;

    /**
     * Resolves and checks what the command line says. Nothing is made.
     *
     * @throws DemoFailure when the source cannot be read, or when one of the folders lies where it must not
     */
    public static Places of(Path home, Optional<Path> source, Optional<Path> archive) throws DemoFailure {
        Path realHome = real(home);
        Path realSource = source.isPresent() ? readable(source.get()) : realHome.resolve("source");
        Path realArchive = archive.isPresent() ? real(archive.get()) : realHome.resolve("archive");
        if (Files.exists(realArchive) && !Files.isDirectory(realArchive)) {
            throw wrong("The archive " + realArchive + " is not a folder.");
        }
        checkWritable(realArchive);
        refuseInside("The source", realSource, "the archive", realArchive);
        refuseInside("The archive", realArchive, "the source", realSource);
        if (source.isPresent()) {
            refuseInside("The source", realSource, "the demo's own folder", realHome);
            refuseInside("The demo's own folder", realHome, "the source", realSource);
        }
        return new Places(realHome, realSource, source.isEmpty(), realArchive);
    }

    /**
     * The id of the job that archives this source to this archive: the source's name for people, and a digest of both, since the place
     * of a job's archive is fixed for ever (D-40).
     */
    public String job() {
        Path last = source.getFileName();
        String name = (last == null ? "root" : last.toString())
                .replaceAll("[^A-Za-z0-9._-]", "-")
                .replaceAll("^[^A-Za-z0-9]+", "");
        String shortened = name.substring(0, Math.min(NAME_MAX, name.length()));
        String both = url(source) + "\n" + url(archive);
        return (shortened.isEmpty() ? "tree" : shortened) + "-" + digest(both).substring(0, 8);
    }

    /** The folder's address, the same whether the folder is there or not. */
    public static String url(Path folder) {
        String url = folder.toUri().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String digest(String text) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** A folder for people, below {@code ~} when it lies there. */
    public static String shown(Path folder) {
        Path user = Path.of(System.getProperty("user.home", "/"));
        boolean below = user.getNameCount() > 0 && folder.startsWith(user) && !folder.equals(user);
        return below ? "~/" + user.relativize(folder) : folder.toString();
    }

    private static Path readable(Path source) throws DemoFailure {
        if (!Files.exists(source)) {
            throw unreachable(source, "there is no such folder");
        }
        if (!Files.isDirectory(source)) {
            throw unreachable(source, "it is not a folder");
        }
        // Asked for by trying: only that heeds every kind of permission.
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            var unused = entries.iterator().hasNext();
            return source.toRealPath();
        } catch (java.nio.file.AccessDeniedException e) {
            throw unreachable(source, "permission denied for user " + System.getProperty("user.name"));
        } catch (IOException e) {
            throw unreachable(source, String.valueOf(e.getMessage()));
        }
    }

    /** The folder without links, also when its last parts do not exist yet. */
    private static Path real(Path folder) throws DemoFailure {
        Path absolute = folder.toAbsolutePath().normalize();
        Path existing = absolute;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(absolute));
        } catch (IOException e) {
            throw wrong("Cannot use " + folder + ": " + e.getMessage() + ".");
        }
    }

    /** What would fail after the start of the server fails before it. */
    private static void checkWritable(Path archive) throws DemoFailure {
        Path existing = archive;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw wrong("The archive " + archive + " cannot be made: " + existing + " is not a folder.");
        }
        if (!Files.isWritable(existing)) {
            throw DemoFailure.of(
                    ErrorCode.SHARE_AUTH,
                    "Cannot write to the archive " + archive + ": permission denied for user "
                            + System.getProperty("user.name") + ".");
        }
    }

    private static void refuseInside(String what, Path inner, String whose, Path outer) throws DemoFailure {
        if (inner.equals(outer)) {
            throw wrong(String.format(
                    Locale.ROOT, "%s and %s are the same folder, %s. Choose another one.", what, whose, shown(inner)));
        }
        if (inner.startsWith(outer)) {
            throw wrong(String.format(
                    Locale.ROOT,
                    "%s %s lies inside %s %s. Choose another one.",
                    what,
                    shown(inner),
                    whose,
                    shown(outer)));
        }
    }

    private static DemoFailure unreachable(Path source, String why) {
        return DemoFailure.of(ErrorCode.SOURCE_UNREACHABLE, "Cannot read " + source + ": " + why + ".");
    }

    private static DemoFailure wrong(String message) {
        return DemoFailure.of(Ending.WRONG_CALL, message);
    }
}
