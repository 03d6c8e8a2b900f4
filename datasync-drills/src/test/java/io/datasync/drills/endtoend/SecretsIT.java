package io.datasync.drills.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.ApiKey;
import io.datasync.agent.state.Machine;
import io.datasync.agent.state.StateStore;
import io.datasync.core.failure.SyncException;
import io.datasync.drills.mirror.LiveTree;
import io.datasync.testkit.sandbox.AdminClient;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import io.datasync.testkit.sandbox.SandboxServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Looks for secrets in everything that servers and agents write. */
@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ)
class SecretsIT {
    @Test
    @DisplayName("I-10 no log, database, state file or archive holds a secret that was used")
    void noFileHoldsASecret(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "secrets")) {
            pc.corpus(80).instrument(LocalDate.of(2026, 4, 23), 1, 3);
            assertThat(pc.once().exitCode()).isZero();
            String password = sandbox.admin().createUser("secrets-viewer", "viewer");
            // A client of its own: logging in changes whom the shared one speaks for.
            new AdminClient(sandbox.server().uri()).login("secrets-viewer", password);
            ApiKey key = StateStore.open(
                            AgentHome.of(pc.agent().home()), Machine.local(), Clock.systemUTC(), new SecureRandom())
                    .state()
                    .apiKey();

            List<Path> places = List.of(sandbox.server().home(), pc.agent().home(), pc.archive());
            assertThat(filesWith(places, key.secret())).as("the agent's key").isEmpty();
            assertThat(filesWith(places, password)).as("a password").isEmpty();
            assertThat(filesWith(places, SandboxServer.CI_SECRET))
                    .as("the pipeline's secret")
                    .isEmpty();
            // What may stand there is found, so the search can find.
            assertThat(filesWith(List.of(pc.agent().home()), pc.jobId())).isNotEmpty();
            assertThat(filesWith(List.of(sandbox.server().home()), "secrets-viewer"))
                    .as("the server's log or database")
                    .isNotEmpty();
        }
    }

    private static List<Path> filesWith(List<Path> places, String text) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path place : places) {
            for (Path file : LiveTree.files(place)) {
                // One char a byte, so that any byte sequence can be looked for as text.
                String content = new String(bytes(file), ISO_8859_1);
                if (holds(content, text, UTF_8) || holds(content, text, UTF_16BE)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** Nothing when the file has gone: the server works on, and removes what it has done with. */
    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static boolean holds(String content, String text, Charset as) {
        return content.contains(new String(text.getBytes(as), ISO_8859_1));
    }
}
