package io.datasync.core.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SetSummaryTest {
    private record Member(long sizeBytes, Digest digest) {}

    @Test
    @DisplayName(
            "CORE-4 a summary kept up to date per entry equals one made from scratch, after any adds, changes and removals")
    void incrementalEqualsFromScratch() {
        Property.holds(300, random -> {
            List<Member> members = new ArrayList<>();
            SetSummary kept = SetSummary.EMPTY;
            for (int step = 0; step < 60; step++) {
                boolean remove = !members.isEmpty() && random.nextInt(3) > 0;
                boolean add = !remove || random.nextBoolean();
                if (remove) {
                    Member gone = members.remove(random.nextInt(members.size()));
                    kept = kept.minus(gone.sizeBytes(), gone.digest());
                }
                if (add) {
                    Member come = member(random);
                    members.add(come);
                    kept = kept.plus(come.sizeBytes(), come.digest());
                }
                Collections.shuffle(members, random);
                assertThat(kept).isEqualTo(fromScratch(members));
            }
            for (Member member : members) {
                kept = kept.minus(member.sizeBytes(), member.digest());
            }
            assertThat(kept).isEqualTo(SetSummary.EMPTY);
        });
    }

    @Test
    @DisplayName("D-8 the sum is that of big-endian numbers modulo 2^256")
    void sumIsModulo() {
        Property.holds(500, random -> {
            Member a = member(random);
            Member b = member(random);

            byte[] sum = SetSummary.EMPTY
                    .plus(a.sizeBytes(), a.digest())
                    .plus(b.sizeBytes(), b.digest())
                    .sum()
                    .bytes();

            BigInteger expected = new BigInteger(1, a.digest().bytes())
                    .add(new BigInteger(1, b.digest().bytes()))
                    .mod(BigInteger.TWO.pow(256));
            assertThat(new BigInteger(1, sum)).isEqualTo(expected);
        });
    }

    @Test
    @DisplayName("D-8 equal pairs do not cancel out, as they would under XOR")
    void pairsDoNotCancel() {
        Digest digest = Digest.OF_NOTHING;

        SetSummary twice = SetSummary.EMPTY.plus(0, digest).plus(0, digest);

        assertThat(twice.sum()).isNotEqualTo(SetSummary.EMPTY.sum());
        assertThat(twice.count()).isEqualTo(2);
    }

    @Test
    @DisplayName("a set cannot hold less than nothing")
    void neverNegative() {
        assertThatThrownBy(() -> SetSummary.EMPTY.plus(1, Digest.OF_NOTHING).minus(-1, Digest.OF_NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetSummary.EMPTY.minus(0, Digest.OF_NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetSummary.EMPTY.plus(1, Digest.OF_NOTHING).minus(2, Digest.OF_NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetSummary.EMPTY.plus(-1, Digest.OF_NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetSummary.EMPTY.plus(5, Digest.OF_NOTHING).plus(-1, Digest.OF_NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        SetSummary.EMPTY.plus(Long.MAX_VALUE, Digest.OF_NOTHING).plus(1, Digest.OF_NOTHING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Member member(Random random) {
        byte[] digest = new byte[Digest.BYTES];
        random.nextBytes(digest);
        // Carries and borrows over many bytes are rare unless provoked.
        Arrays.fill(digest, random.nextInt(Digest.BYTES), Digest.BYTES, (byte) (random.nextBoolean() ? 0xFF : 0x00));
        return new Member(random.nextInt(1_000_000), Digest.of(digest));
    }

    private static SetSummary fromScratch(List<Member> members) {
        SetSummary summary = SetSummary.EMPTY;
        for (Member member : members) {
            summary = summary.plus(member.sizeBytes(), member.digest());
        }
        return summary;
    }
}
