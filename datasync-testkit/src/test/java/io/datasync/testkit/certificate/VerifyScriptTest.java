package io.datasync.testkit.certificate;

import static io.datasync.testkit.certificate.SealedFolder.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.certificate.signature.CertificateSignaturesJson;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.key.VerificationKeyJson;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.VersionName;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.key.TestKeys;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.store.StoredContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@DisplayName("I-7 scripts/verify-certificate.py checks an archive without DataSync")
class VerifyScriptTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Path SCRIPT =
            Path.of("..", "scripts", "verify-certificate.py").toAbsolutePath().normalize();
    private static final String LATE = "late.csv";

    @TempDir
    Path place;

    private Path archive = Path.of("unset");
    private Path certificate = Path.of("unset");
    private SealedFolder sealed;
    private long bytes;

    private record Outcome(int code, String text) {}

    @BeforeEach
    void seal() throws Exception {
        seal(NameRules.POSIX);
    }

    private void seal(NameRules names) throws Exception {
        archive = place.resolve("share-" + names).resolve("images");
        sealed = new SealedFolder(DirectoryStore.at(archive, DirectoryOptions.DEFAULTS.withNames(names)));
        for (String name : List.of(
                "a\"b\\c.csv", "ü 🛰 \u241BE2\u241B90\u241B9B.csv", "caf\u241BE9\u241B0A", "aux.h", "dot.", "x:y|z")) {
            sealed.file(name, "content of " + name, name.hashCode());
        }
        sealed.folder("sub/empty");
        sealed.seal(1);
        sealed.file(LATE, "late", 7);
        bytes = sealed.seal(2).certificate.summary().bytes();
        certificate = archive.resolve(".datasync/certificates/2026-04-23/2.json");
        for (VerificationKey key : sealed.keys()) {
            sealed.files.writeKey(key);
            Path own = place.resolve("keys").resolve(key.keyId() + ".json");
            Files.createDirectories(own.getParent());
            Files.write(own, VerificationKeyJson.write(key));
        }
    }

    private Outcome run(String... arguments) {
        // The tools themselves first: others before them may be scripts that choose one, slowly.
        return run(List.of(arguments), "/usr/bin:/bin:" + System.getenv("PATH"));
    }

    private Outcome run(List<String> arguments, String path) {
        var command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(arguments);
        Path log = place.resolve("script.log");
        try {
            Files.deleteIfExists(log);
            try (var process = new Launch("verify-certificate", command, log)
                    .environment("PATH", path)
                    .start()) {
                return new Outcome(process.awaitExit(BOUND), String.join("\n", process.lastLines(50)));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Outcome check(String... more) {
        var arguments = new ArrayList<>(List.of("--keys", place.resolve("keys").toString()));
        arguments.addAll(List.of(more));
        arguments.add(certificate.toString());
        return run(arguments.toArray(String[]::new));
    }

    private void bad(String why) {
        assertThat(check()).satisfies(outcome -> {
            assertThat(outcome.text()).startsWith("bad: " + certificate + ": ").contains(why);
            assertThat(outcome.code()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource(NameRules.class)
    void aGoodOneIsGoodWithAllItsFiles(NameRules names) throws Exception {
        FileTree.delete(archive);
        seal(names);
        assertThat(check("--files", archive.toString()))
                .isEqualTo(
                        new Outcome(
                                0,
                                "good: 2026-04-23/2 of job images of pc-1, follows 1: 8 entries, "
                                        + bytes
                                        + " bytes, 0 losses; countersigned at 2026-04-25T03:04:07.500Z; all files read and equal"));
    }

    @Test
    void whatAFileUsedToBeIsCertifiedToo() throws Exception {
        RelativePath late = RelativePath.known(FOLDER + "/" + LATE);
        sealed.store.retire(late, new VersionName(7, StoredContent.digest(StoredContent.bytes("late"))));
        assertThat(check("--files", archive.toString()).code()).isZero();
        StoredContent.put(sealed.store, late, StoredContent.bytes("rewritten"), 8);
        assertThat(check("--files", archive.toString()).code()).isZero();
    }

    @Test
    void aFileThatIsMissingOrDiffersIsNamed() throws Exception {
        Files.writeString(archive.resolve("2026-04-23/aux.h"), "content of aux.H");
        Files.delete(archive.resolve("2026-04-23").resolve(LATE));
        Files.delete(archive.resolve("2026-04-23/sub/empty"));
        assertThat(check().code()).as("without --files").isZero();
        Outcome outcome = check("--files", archive.toString());
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.text())
                .contains(
                        "3 of 8 files",
                        "2026-04-23/aux.h: not the certified bytes",
                        "2026-04-23/late.csv: missing",
                        "2026-04-23/sub/empty: missing");
    }

    @Test
    void aChangedOneIsBad() throws Exception {
        String json = Files.readString(certificate);
        Files.writeString(certificate, json.replace("\"size\":4,", "\"size\":5,"));
        bad("not what the server signed");
        Files.writeString(certificate, json + "\n");
        bad("not what the server signed");
        Files.writeString(certificate, json);
        Path sig = certificate.resolveSibling("2.sig");
        String signatures = Files.readString(sig);
        String sum = "setDigest=";
        int at = signatures.indexOf(sum) + sum.length();
        char other = signatures.charAt(at) == '0' ? '1' : '0';
        Files.writeString(sig, signatures.substring(0, at) + other + signatures.substring(at + 1));
        bad("not what the agent signed");
        Files.writeString(sig, signatures.replace("signedAt=2026-04-25T03:04:07", "signedAt=2026-04-25T03:04:08"));
        bad("the signature of the server does not hold");
    }

    @Test
    void oneThatWasCutShortIsBad() throws Exception {
        byte[] json = Files.readAllBytes(certificate);
        Files.write(certificate, Arrays.copyOf(json, json.length - 9));
        bad("cut short");
        Files.write(certificate, json);
        Path sig = certificate.resolveSibling("2.sig");
        byte[] signatures = Files.readAllBytes(sig);
        Files.write(sig, Arrays.copyOf(signatures, 300));
        bad("cut short");
        Files.delete(sig);
        bad("not signed");
        Files.write(
                sig,
                CertificateSignaturesJson.write(
                        CertificateSignaturesJson.read(signatures).ofAgent()));
        bad("not countersigned");
    }

    @Test
    void aKeyThatIsNotTrustedIsBad() throws Exception {
        Path agent = place.resolve("keys").resolve(sealed.agent.keyId() + ".json");
        VerificationKey key = VerificationKeyJson.read(Files.readAllBytes(agent));
        Files.write(agent, VerificationKeyJson.write(key.until(SealedFolder.SEALED)));
        bad("was not valid at 2026-04-25T03:04:07.500Z");
        Files.write(agent, VerificationKeyJson.write(TestKeys.agent(new RunnerId("pc-2"), sealed.agent)));
        bad("is not the agent's");
        Files.delete(agent);
        bad("the agent's key " + sealed.agent.keyId() + " is not among those given");
        byte[] stranger = VerificationKeyJson.write(TestKeys.agent(SealedFolder.RUNNER, TestKeys.signer()));
        Files.writeString(
                agent,
                new String(stranger, StandardCharsets.UTF_8)
                        .replaceFirst("\"keyId\":\"[0-9a-f]{16}\"", "\"keyId\":\"" + sealed.agent.keyId() + "\""));
        assertThat(check())
                .isEqualTo(new Outcome(
                        1, "bad: " + place.resolve("keys") + ": the key " + sealed.agent.keyId() + " is another"));
    }

    @Test
    void manyAreCheckedAtOnceAndTheWorstIsTold() throws Exception {
        String good = certificate.resolveSibling("1.json").toString();
        Outcome both = check(good);
        assertThat(both.code()).isZero();
        assertThat(both.text().lines()).hasSize(2).allMatch(line -> line.startsWith("good: 2026-04-23/"));
        String nowhere = certificate.resolveSibling("4.json").toString();
        assertThat(check(nowhere, good)).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.text()).contains("not checked: ", nowhere, "good: 2026-04-23/1 ", "good: 2026-04-23/2 ");
        });
        Files.writeString(certificate, Files.readString(certificate).replace("\"size\":4,", "\"size\":5,"));
        assertThat(check(nowhere, good)).satisfies(outcome -> {
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.text()).contains("bad: " + certificate, "good: 2026-04-23/1 ");
        });
    }

    @Test
    void oneInTheWrongPlaceIsBad() throws Exception {
        Path good = certificate;
        certificate = good.resolveSibling("3.json");
        Files.copy(good, certificate);
        bad("its name is not its revision, 2");
        Path day = Files.createDirectory(archive.resolve(".datasync/certificates/2026-04-24"));
        certificate = day.resolve("2.json");
        Files.copy(good, certificate);
        Files.copy(good.resolveSibling("2.sig"), day.resolve("2.sig"));
        bad("it is of 2026-04-23");
    }

    @Test
    void theOneBeforeMustBeTheOneThatItFollows() throws Exception {
        Path first = certificate.resolveSibling("1.json");
        Files.writeString(first, "another");
        bad("1.json is not the certificate that it follows");
        Files.delete(first);
        assertThat(check().text()).contains("follows 1, which is not here");
    }

    @Test
    @DisplayName("D-9 keys from the same share prove that nothing was damaged, and no more; this is said")
    void keysFromTheSameShare() {
        Outcome outcome = run("--keys", archive.resolve(".datasync/keys").toString(), certificate.toString());
        assertThat(outcome.code()).isZero();
        assertThat(outcome.text()).contains("note: the keys lie on the same share");
        assertThat(check().text()).doesNotContain("note:");
    }

    @Test
    void whatCannotBeCheckedIsNeitherGoodNorBad() throws Exception {
        Path bin = Files.createDirectory(place.resolve("bin"));
        for (String tool : List.of("env", "python3")) {
            Files.createSymbolicLink(bin.resolve(tool), tool(tool));
        }
        Outcome without =
                run(List.of("--keys", place.resolve("keys").toString(), certificate.toString()), bin.toString());
        assertThat(without.text()).startsWith("not checked: ").contains("openssl");
        assertThat(without.code()).isEqualTo(2);
        assertThat(run("--keys", "/nowhere", certificate.toString()).code()).isEqualTo(2);
        Files.delete(certificate);
        assertThat(check().code()).isEqualTo(2);
        assertThat(run("--help").text()).contains("usage: verify-certificate.py", "Exit codes: 0 all good");
        assertThat(run().code()).isEqualTo(2);
    }

    /** The tool itself: what stands on the PATH may be a script that needs more of the PATH. */
    private static Path tool(String name) {
        return List.of(Path.of("/usr/bin", name), Path.of("/usr/local/bin", name)).stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
