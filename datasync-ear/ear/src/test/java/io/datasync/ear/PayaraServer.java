package io.datasync.ear;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A domain of its own of a Payara Server, on loopback, driven by {@code asadmin} as an administrator would. */
final class PayaraServer implements AutoCloseable {
    private static final String DOMAIN = "datasync-it";
    private static final long COMMAND_SECONDS_MAX = 300;

    private final Path installation;
    private final Path domains;
    private final int portBase;
    private final Map<String, String> environment;

    private PayaraServer(Path installation, Path domains, int portBase, Map<String, String> environment) {
        this.installation = installation;
        this.domains = domains;
        this.portBase = portBase;
        this.environment = environment;
    }

    static PayaraServer start(Path installation, Path work, Map<String, String> environment) throws IOException {
        makeExecutable(installation);
        var server = new PayaraServer(installation, work.resolve("domains"), freePortBase(), environment);
        server.asadmin(
                "create-domain",
                "--domaindir",
                server.domains.toString(),
                "--nopassword",
                "--portbase",
                Integer.toString(server.portBase),
                DOMAIN);
        server.bindToLoopback();
        server.asadmin("start-domain", "--domaindir", server.domains.toString(), DOMAIN);
        return server;
    }

    void deploy(Path archive) throws IOException {
        asadmin("--port", Integer.toString(portBase + 48), "deploy", archive.toString());
    }

    int httpPort() {
        return portBase + 80;
    }

    long residentKibibytes() throws IOException {
        String pid = Files.readString(domains.resolve(DOMAIN).resolve("config").resolve("pid"))
                .strip();
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() throws IOException {
        asadmin("stop-domain", "--domaindir", domains.toString(), "--kill", "true", DOMAIN);
    }

    private void asadmin(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(installation.resolve("bin").resolve("asadmin").toString(), "--user", "admin"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(domains.getParent(), "asadmin-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("AS_JAVA", System.getProperty("java.home"));
        Process process = builder.start();
        if (!ended(process)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " takes too long: " + Files.readString(output));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + Files.readString(output));
        }
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The default domain listens on all addresses, and looks for others by multicast. */
    private void bindToLoopback() throws IOException {
        Path file = domains.resolve(DOMAIN).resolve("config").resolve("domain.xml");
        String configuration = Files.readString(file, StandardCharsets.UTF_8)
                .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                .replaceAll("<network-listener (?![^>]*address=)", "<network-listener address=\"127.0.0.1\" ")
                .replace(
                        "<hazelcast-config-specific-configuration>",
                        "<hazelcast-config-specific-configuration enabled=\"false\">");
        Files.writeString(file, configuration, StandardCharsets.UTF_8);
    }

    private static void makeExecutable(Path installation) throws IOException {
        for (String program : List.of("bin/asadmin", "glassfish/bin/asadmin")) {
            Path file = installation.resolve(program);
            if (!file.toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + file);
            }
        }
    }

    /** A base from which the ports of a domain are free now. */
    private static int freePortBase() throws IOException {
        for (int base = 21_000; base < 60_000; base += 200) {
            if (free(base + 48) && free(base + 80) && free(base + 81) && free(base + 76) && free(base + 86)) {
                return base;
            }
        }
        throw new IOException("no free ports");
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
