package io.datasync.drills.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** At what a process listens, as the kernel of Linux tells it. */
final class OpenSockets {
    private static final String SOCKET = "socket:[";
    private static final String LISTENS = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private OpenSockets() {}

    /** Address and port of each TCP socket on which it takes connections, in the kernel's hexadecimal. */
    static List<String> listening(long pid) throws IOException {
        return of(pid, "tcp", true);
    }

    /** Of each UDP socket. */
    static List<String> datagrams(long pid) throws IOException {
        return of(pid, "udp", false);
    }

    private static List<String> of(long pid, String protocol, boolean listening) throws IOException {
        Set<String> own = inodes(pid);
        List<String> found = new ArrayList<>();
        for (String version : List.of("", "6")) {
            List<String> lines = Files.readAllLines(Path.of("/proc/net", protocol + version));
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.strip().split("\\s+", -1);
                if (own.contains(fields[INODE]) && (!listening || fields[STATE].equals(LISTENS))) {
                    found.add(fields[LOCAL]);
                }
            }
        }
        return found;
    }

    private static Set<String> inodes(long pid) throws IOException {
        Set<String> inodes = new TreeSet<>();
        try (Stream<Path> handles = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path handle : handles.toList()) {
                String target = target(handle);
                if (target.startsWith(SOCKET)) {
                    inodes.add(target.substring(SOCKET.length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path handle) throws IOException {
        try {
            return Files.readSymbolicLink(handle).toString();
        } catch (NoSuchFileException closed) {
            // Since it was listed; a socket that listens stays.
            return "";
        }
    }
}
