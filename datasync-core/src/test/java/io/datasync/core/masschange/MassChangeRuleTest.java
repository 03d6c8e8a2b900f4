package io.datasync.core.masschange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import java.math.BigInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MassChangeRuleTest {
    private static final MassChangeRule RULE = new MassChangeRule(MassChangeSettings.DEFAULTS);

    private static boolean isMass(MassChangeRule rule, ScanChanges scan) {
        return rule.judge(scan) instanceof ChangeVerdict.MassChange;
    }

    @ParameterizedTest
    @CsvSource({
        // archived, changed, vanished recent, new names, mass change
        "500, 100, 0, 0, true",
        "500, 99, 0, 0, false",
        "501, 100, 0, 0, false",
        "501, 101, 0, 0, true",
        "100, 100, 0, 0, true",
        "1000000, 199999, 0, 0, false",
        "1000000, 200000, 0, 0, true",
        "500, 60, 40, 40, true",
        "500, 60, 40, 39, false",
        "500, 60, 39, 40, false",
        "500, 0, 100, 100, true",
        "500, 0, 500, 0, false",
        "500, 0, 0, 500, false",
        "0, 0, 0, 1000000, false",
        "0, 0, 0, 0, false"
    })
    @DisplayName(
            "D-12 from 20 % of the archived files and 100 files on it is a mass change; renamed files count, vanished or new ones alone do not")
    void theThreshold(long archived, long changed, long vanishedRecent, long newNames, boolean mass) {
        assertThat(isMass(RULE, new ScanChanges(archived, changed, vanishedRecent, newNames)))
                .isEqualTo(mass);
    }

    @Test
    @DisplayName("D-12 the verdict says how many changed and how many were renamed")
    void whatItSays() {
        assertThat(RULE.judge(new ScanChanges(500, 70, 40, 90))).isEqualTo(new ChangeVerdict.MassChange(70, 40));
    }

    @Test
    @DisplayName("D-12 the threshold is exact on both sides, for any limits and sizes")
    void theThresholdIsExact() {
        Property.holds(2_000, random -> {
            var settings = new MassChangeSettings(1 + random.nextInt(100), 1 + random.nextInt(500));
            MassChangeRule rule = new MassChangeRule(settings);
            long archived = random.nextBoolean() ? random.nextInt(2_000) : random.nextLong(1L << 40);
            long least = Math.max(settings.filesMin(), leastShare(archived, settings.percent()));
            long renamed = random.nextLong(least + 1);
            long more = random.nextInt(1_000);
            boolean moreNew = random.nextBoolean();
            long vanished = renamed + (moreNew ? 0 : more);
            long fresh = renamed + (moreNew ? more : 0);
            assertThat(isMass(rule, new ScanChanges(archived, least - renamed, vanished, fresh)))
                    .isTrue();
            assertThat(rule.namesMatter(archived, least - renamed, vanished)).isEqualTo(vanished > 0);
            if (least > renamed) {
                assertThat(isMass(rule, new ScanChanges(archived, least - renamed - 1, vanished, fresh)))
                        .isFalse();
                assertThat(rule.namesMatter(archived, least - renamed - 1, renamed))
                        .isFalse();
            }
        });
    }

    /** By whole numbers of any length. */
    private static long leastShare(long archived, int percent) {
        BigInteger[] share = BigInteger.valueOf(archived)
                .multiply(BigInteger.valueOf(percent))
                .divideAndRemainder(BigInteger.valueOf(100));
        return share[0].longValueExact() + (share[1].signum() > 0 ? 1 : 0);
    }

    @Test
    @DisplayName("D-12 a purge, which takes the oldest, is never a mass change, whatever is new")
    void aPurgeIsNone() {
        Property.holds(500, random -> {
            long archived = random.nextInt(100_000);
            long changed = random.nextInt(100);
            assertThat(isMass(RULE, new ScanChanges(archived, changed, 0, random.nextInt(1_000_000))))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "101, 1", "20, 0", "-1, 100"})
    @DisplayName("limits that make no sense are refused")
    void badSettings(int percent, long filesMin) {
        assertThatThrownBy(() -> new MassChangeSettings(percent, filesMin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(percent + " %");
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0, 0", "0, -1, 0, 0", "0, 0, -1, 0", "0, 0, 0, -1"})
    @DisplayName("negative counts are refused")
    void badCounts(long archived, long changed, long vanishedRecent, long newNames) {
        assertThatThrownBy(() -> new ScanChanges(archived, changed, vanishedRecent, newNames))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
