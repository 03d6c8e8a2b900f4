package io.datasync.core.certificate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.certificate.CertificateId;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-9 a certificate is good when keys that were given say so")
class CertificateVerifierTest {
    @Test
    void aGoodOneIsGood() throws Exception {
        Issued issued = Issued.sample();
        assertThat(issued.verify(Issued.ring(), Issued.ID).certificate()).isEqualTo(issued.certificate());
    }

    @Test
    @DisplayName("D-9 each code has its case, and names folder and revision")
    void codes() {
        Issued issued = Issued.sample();
        refused(issued, Issued.ring(Issued.serverKey(Issued.SERVER)), Issued.ID, ErrorCode.CERTIFICATE_FOREIGN);
    }

    static void refused(Issued issued, io.datasync.core.key.KeyRing ring, CertificateId id, ErrorCode code) {
        assertThatThrownBy(() -> issued.verify(ring, id))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(id.folder() + "/" + id.revision());
    }
}
