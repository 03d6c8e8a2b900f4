package io.datasync.testkit.certificate;

import static io.datasync.testkit.certificate.SealedFolder.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateSignatures;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.certificate.signature.VerifiedCertificate;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.key.VerificationKeyJson;
import io.datasync.core.lease.JobId;
import io.datasync.core.store.ControlName;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-9 certificates on the share are written once and for all")
class CertificateFilesTest {
    private static final ControlName JSON = ControlName.certificateOf(FOLDER, 1);
    private static final ControlName SIG = ControlName.signaturesOf(FOLDER, 1);

    private final InMemoryShare share = new InMemoryShare(InMemoryShare.LIKE_A_SHARE);
    private SealedFolder sealed;

    @BeforeEach
    void archive() throws Exception {
        sealed = new SealedFolder(share.open());
        sealed.file("a.csv", "hello", 5);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining("2026-04-23/1");
    }

    private VerifiedCertificate verify(long revision) throws SyncException {
        return sealed.files.verify(FOLDER, revision, sealed.verifier(), CertificateVisitor.NONE);
    }

    @Test
    void eachIsFoundAndFollowsTheOneBefore() throws Exception {
        assertThat(sealed.files.revisions(FOLDER)).isEmpty();
        SealedFolder.Ready first = sealed.seal(1);
        sealed.file("b.csv", "late", 6);
        sealed.seal(12);
        assertThat(sealed.files.revisions(FOLDER)).containsExactly(1L, 12L);
        assertThat(verify(1).certificate()).isEqualTo(first.certificate);
        CertificateVerifier.requireChained(verify(12), verify(1));
        assertThat(sealed.store.control(JSON))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(first.json()));
    }

    @Test
    @DisplayName("I-12 repeating it changes nothing: the first countersignature counts")
    void repeating() throws Exception {
        SealedFolder.Ready ready = sealed.seal(1);
        CertificateSignatures later =
                ready.signatures.countersigned(sealed.server, SealedFolder.SEALED.plusSeconds(99));
        assertThat(sealed.files.publish(later, ready.json(), sealed.verifier())).isEqualTo(ready.signatures);
        assertThat(verify(1).signatures()).isEqualTo(ready.signatures);
    }

    @Test
    void anotherOneOfTheSameRevisionIsRefused() throws Exception {
        SealedFolder.Ready first = sealed.ready(1);
        sealed.seal(1);
        sealed.file("b.csv", "late", 6);
        SealedFolder.Ready other = sealed.ready(1, Optional.empty());
        assertThat(other.certificate.digest()).isNotEqualTo(first.certificate.digest());
        refused(ErrorCode.NAME_EXISTS, () -> sealed.files.publish(other.signatures, other.json(), sealed.verifier()));
        assertThat(verify(1).certificate()).isEqualTo(first.certificate);
    }

    @Test
    @DisplayName("D-9 what an interrupted publication left is no certificate, and gives way")
    void whatAnInterruptedOneLeft() throws Exception {
        sealed.store.createControl(JSON, "left".getBytes(StandardCharsets.UTF_8));
        assertThat(sealed.files.revisions(FOLDER)).isEmpty();
        refused(ErrorCode.CERTIFICATE_UNSIGNED, () -> verify(1));
        SealedFolder.Ready ready = sealed.seal(1);
        assertThat(verify(1).certificate()).isEqualTo(ready.certificate);

        sealed.store.removeControl(SIG);
        sealed.files.publish(ready.signatures, ready.json(), sealed.verifier());
        assertThat(sealed.files.revisions(FOLDER)).containsExactly(1L);
    }

    @Test
    @DisplayName("D-9 what is there and is not good is named, and is not replaced")
    void whatIsNotGoodStays() throws Exception {
        SealedFolder.Ready ready = sealed.seal(1);
        byte[] changed = new String(ready.json(), StandardCharsets.UTF_8)
                .replace("Berlin", "London")
                .getBytes(StandardCharsets.UTF_8);
        sealed.store.writeControl(JSON, changed);
        refused(ErrorCode.CERTIFICATE_TAMPERED, () -> verify(1));
        refused(
                ErrorCode.CERTIFICATE_TAMPERED,
                () -> sealed.files.publish(ready.signatures, ready.json(), sealed.verifier()));
        assertThat(sealed.store.control(JSON))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(changed));
        sealed.store.removeControl(JSON);
        refused(ErrorCode.NAME_MISSING, () -> verify(1));
    }

    @Test
    void onlyWhatWasSignedAndCountersignedIsPublished() throws Exception {
        SealedFolder.Ready ready = sealed.ready(1);
        CertificateFiles elsewhere = new CertificateFiles(sealed.store, SealedFolder.RUNNER, new JobId("other"));
        for (ThrowingCallable wrong : new ThrowingCallable[] {
            () -> sealed.files.publish(ready.signatures.ofAgent(), ready.json(), sealed.verifier()),
            () -> sealed.files.publish(ready.signatures, new byte[0], sealed.verifier()),
            () -> elsewhere.publish(ready.signatures, ready.json(), sealed.verifier())
        }) {
            assertThatIllegalArgumentException().isThrownBy(wrong);
        }
        assertThat(sealed.store.controls("certificates/2026-04-23", 9)).isEmpty();
    }

    @Test
    void otherFilesBesideThemAreNotTakenForOne() throws Exception {
        sealed.seal(3);
        for (String name : new String[] {"x.sig", "03.sig", "0.sig", "9999999999999999.sig", "4.json", "5.sig.old"}) {
            sealed.store.writeControl(
                    ControlName.in("certificates/2026-04-23", name).orElseThrow(), new byte[1]);
        }
        assertThat(sealed.files.revisions(FOLDER)).containsExactly(3L);
    }

    @Test
    void keysLieBesideThem() throws Exception {
        for (VerificationKey key : sealed.keys()) {
            sealed.files.writeKey(key);
            VerificationKey ended = key.until(SealedFolder.SEALED);
            sealed.files.writeKey(ended);
            assertThat(sealed.store.control(ControlName.publicKeyOf(key.keyId().text())))
                    .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(VerificationKeyJson.write(ended)));
        }
        assertThat(sealed.store.controls("keys", 9)).hasSize(2);
    }
}
