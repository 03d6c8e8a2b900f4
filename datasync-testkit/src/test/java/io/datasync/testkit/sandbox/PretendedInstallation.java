package io.datasync.testkit.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder that looks like a built repository, with programs that pretend. */
final class PretendedInstallation {
    private PretendedInstallation() {}

    static Installation make(Path root) throws IOException {
        program(root.resolve("payara/target/node/bin/datasync-node"), PretendedServer.class);
        program(root.resolve("datasync-agent/target/agent/bin/datasync-agent"), PretendedAgent.class);
        return new Installation(root);
    }

    private static void program(Path file, Class<?> main) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "#!/bin/sh\nexec '%s/bin/java' -Xshare:auto -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                main.getName()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
