package io.datasync.drills.mirror;

import io.datasync.core.path.NameText;
import io.datasync.core.path.NativeNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Every file and folder of a tree, by the text of its path: a file as the SHA-256 of its bytes, a folder as {@code folder}. */
final class TreeContent {
    private static final String OWN_FOLDER = ".datasync";
    private static final byte[] ESCAPE = "\u241B".getBytes(StandardCharsets.UTF_8);

    private final Map<String, String> content = new TreeMap<>();
    private final UnaryOperator<byte[]> original;

    private TreeContent(UnaryOperator<byte[]> original) {
        this.original = original;
    }

    /** What a source holds; links and special files are no part of it. */
    static Map<String, String> ofSource(Path root) throws IOException {
        var tree = new TreeContent(name -> name);
        tree.read(root, "");
        return tree.content;
    }

    /** What an archive holds, under the names of the source; without the archive's own folder. */
    static Map<String, String> ofArchive(Path root) throws IOException {
        var tree = new TreeContent(TreeContent::unescaped);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().equals(OWN_FOLDER)) {
                    tree.readEntry(entry, "");
                }
            }
        }
        return tree.content;
    }

    private void read(Path folder, String above) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                readEntry(entry, above);
            }
        }
    }

    private void readEntry(Path entry, String above) throws IOException {
        String path = above + NameText.encode(original.apply(NativeNames.name(entry)));
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            content.put(path, "folder");
            read(entry, path + "/");
        } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            content.put(path, sha256(entry));
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** U+241B and two digits are one byte. */
    private static byte[] unescaped(byte[] name) {
        var bytes = new ByteArrayOutputStream(name.length);
        int at = 0;
        while (at < name.length) {
            boolean escape = at + 5 <= name.length
                    && name[at] == ESCAPE[0]
                    && name[at + 1] == ESCAPE[1]
                    && name[at + 2] == ESCAPE[2];
            if (escape) {
                bytes.write(HexFormat.fromHexDigits(new String(name, at + 3, 2, StandardCharsets.US_ASCII)));
                at += 5;
            } else {
                bytes.write(name[at]);
                at++;
            }
        }
        return bytes.toByteArray();
    }
}
