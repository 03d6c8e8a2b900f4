package io.datasync.agent.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.cycle.seal.FolderCertifier;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.testkit.key.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A program: certifies one folder over HTTP as an agent does, and prints the digest of the certificate. */
final class CertifyMany {
    private CertifyMany() {}

    public static void main(String[] arguments) throws IOException, SyncException {
        Path scratch = Path.of(arguments[1]);
        HttpCalls calls = new HttpCalls(URI.create(arguments[0]), Duration.ofMinutes(2), () -> "key", "1.0", scratch);
        CertifyAnswer answer = new FolderCertifier(
                        new HttpCoordinator(calls),
                        new RunnerId("pc"),
                        new JobId("geometry"),
                        TestKeys.signer(),
                        Clock.systemUTC(),
                        scratch,
                        facts -> {})
                .certify(CertifyManyTest.DAY);
        System.out.write(("certified " + answer.certificate() + "\n").getBytes(UTF_8));
        System.out.flush();
    }
}
