package io.datasync.core.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import java.io.PrintStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** Scans a tree and reads its files, in a process of its own: with another locale, as another user. */
public final class ScanProbe {
    private ScanProbe() {}

    /** What follows the root, when only a line for each folder is wanted, and no file is to be read. */
    static final String FOLDERS_ALONE = "folders";

    /** Takes the root; prints a line for each entry, each thing skipped and each folder, in UTF-8. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        try {
            SourceRoot root = SourceRoot.open(Path.of(args[0]));
            TreeScanner scanner = new TreeScanner(root, ScanSettings.DEFAULT);
            for (FolderName folder : scanner.folders()) {
                if (args.length > 1 && args[1].equals(FOLDERS_ALONE)) {
                    count(out, scanner.open(folder));
                } else {
                    print(out, new NioSourceTree(root), scanner.open(folder));
                }
            }
        } catch (SyncException e) {
            out.println("refused " + e.code().text());
        }
    }

    private static void print(PrintStream out, SourceTree tree, FolderScan scan) throws Exception {
        for (SourceEntry entry = scan.next(); entry != null; entry = scan.next()) {
            out.println("entry " + entry.path() + " " + read(tree, entry));
        }
        FolderReport report = scan.report();
        report.skipped()
                .forEach(skipped -> out.println("skipped " + skipped.path() + " " + skipped.reason()
                        + skipped.code().map(code -> " " + code.text()).orElse("")));
        out.println("folder " + report.folder() + " seen=" + report.seen() + " files=" + report.files() + " failed="
                + report.failed() + " complete=" + report.complete());
    }

    private static void count(PrintStream out, FolderScan scan) throws SyncException {
        long pathBytes = 0;
        for (SourceEntry entry = scan.next(); entry != null; entry = scan.next()) {
            pathBytes += entry.path().bytes().length;
        }
        out.println("folder " + scan.folder() + " files=" + scan.report().files() + " path bytes=" + pathBytes);
    }

    private static String read(SourceTree tree, SourceEntry entry) throws Exception {
        if (tree.stat(entry.path()).filter(entry::equals).isEmpty()) {
            return "differs";
        }
        if (entry.sizeBytes() == 0) {
            return "empty";
        }
        try (SeekableByteChannel channel = tree.open(entry.path())) {
            return channel.isOpen() ? "readable" : "closed";
        } catch (SyncException e) {
            return e.code().text();
        }
    }
}
