package io.datasync.core.pace;

import io.datasync.core.failure.SyncException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which bandwidth holds at which time of the week. Pure and immutable.
 *
 * <p>Times are those on the wall, in one zone: when a clock is put forward, what lies in the hour left out does not happen; when it is put
 * back, what lies in the hour repeated happens twice. Of several rules that hold, the first one counts.
 *
 * @param rules the rules, at most {@value #RULES_MAX}
 * @param otherwise what holds when no rule does
 * @param zone where the wall is
 */
public record BandwidthTimetable(List<Rule> rules, Bandwidth otherwise, ZoneId zone) {
    /** So many rules at most. */
    public static final int RULES_MAX = 100;

    private static final Duration FURTHEST = Duration.ofDays(3_660);
    private static final int DAY = 24 * 60;
    private static final int WEEK = 7 * DAY;
    private static final double NANOS = 1e9;

    /** Longer than any rule goes without a change. */
    private static final Duration STEP_MAX = Duration.ofDays(8);

    public BandwidthTimetable {
        rules = List.copyOf(rules);
        if (rules.size() > RULES_MAX) {
            throw new IllegalArgumentException("At most " + RULES_MAX + " rules, not " + rules.size());
        }
    }

    /**
     * A bandwidth at some times.
     *
     * @param days the days on which the time begins; at least one
     * @param fromMinute minute of the day when it begins, 0 to 1439
     * @param toMinute minute of the day when it ends, 1 to 1440; at or before {@code fromMinute} it is of the next day
     */
    public record Rule(Set<DayOfWeek> days, int fromMinute, int toMinute, Bandwidth bandwidth) {
        public Rule {
            if (days.isEmpty()) {
                throw new IllegalArgumentException("A rule holds on one day at least");
            }
            if (fromMinute < 0 || fromMinute >= DAY || toMinute < 1 || toMinute > DAY || fromMinute == toMinute) {
                throw new IllegalArgumentException("Not a part of a day: " + fromMinute + " to " + toMinute);
            }
            days = Set.copyOf(days);
        }

        private boolean holdsAt(int minuteOfWeek) {
            int length = Math.floorMod(toMinute - fromMinute, DAY);
            for (DayOfWeek day : days) {
                int begin = (day.getValue() - 1) * DAY + fromMinute;
                if (Math.floorMod(minuteOfWeek - begin, WEEK) < (length == 0 ? DAY : length)) {
                    return true;
                }
            }
            return false;
        }

        /** As it is written in a timetable. */
        @Override
        public String toString() {
            String on = EnumSet.copyOf(days).stream().map(TimetableText::name).collect(Collectors.joining(","));
            return on + " " + TimetableText.time(fromMinute) + "-" + TimetableText.time(toMinute) + " " + bandwidth;
        }
    }

    /** The same bandwidth all week. */
    public static BandwidthTimetable always(Bandwidth bandwidth) {
        return new BandwidthTimetable(List.of(), bandwidth, ZoneOffset.UTC);
    }

    /**
     * The timetable of a text such as {@code Mon-Fri 07:00-19:00 2MiB/s; else unlimited}: rules with {@code ;} between them, each with days
     * ({@code Mon}, {@code Mon-Fri}, {@code Sat,Sun}, {@code daily}), a time from and to ({@code 22:00-06:00} goes into the next day,
     * {@code 24:00} is a day's end) and a bandwidth ({@code B/s}, {@code KiB/s}, {@code MiB/s}, {@code GiB/s} or {@code unlimited}). Last
     * may stand {@code else} and a bandwidth; without it there is no limit then. Letters may be large or small.
     *
     * @throws SyncException {@code CONFIGURATION_INVALID} with what is wrong and where
     */
    public static BandwidthTimetable parse(String text, ZoneId zone) throws SyncException {
        return TimetableText.parse(text, zone);
    }

    /** What holds at a moment. */
    public Bandwidth at(Instant moment) {
        ZonedDateTime wall = moment.atZone(zone);
        int minute = (wall.getDayOfWeek().getValue() - 1) * DAY + wall.getHour() * 60 + wall.getMinute();
        for (Rule rule : rules) {
            if (rule.holdsAt(minute)) {
                return rule.bandwidth();
            }
        }
        return otherwise;
    }

    /** A later moment until which the same holds; another bandwidth may hold from there on. */
    public Instant sameUntil(Instant moment) {
        Instant until = moment.plus(STEP_MAX);
        ZoneOffsetTransition transition = zone.getRules().nextTransition(moment);
        if (transition != null && transition.getInstant().isBefore(until)) {
            until = transition.getInstant();
        }
        LocalDate today = moment.atZone(zone).toLocalDate();
        for (Rule rule : rules) {
            for (int day = 0; day <= 2; day++) {
                LocalDateTime midnight = today.plusDays(day).atStartOfDay();
                until = earlier(until, midnight.plusMinutes(rule.fromMinute()), moment);
                until = earlier(until, midnight.plusMinutes(rule.toMinute()), moment);
            }
        }
        return until;
    }

    /** A time on the wall may come twice, or not at all. */
    private Instant earlier(Instant best, LocalDateTime wall, Instant after) {
        Instant found = best;
        for (ZoneOffset offset : zone.getRules().getValidOffsets(wall)) {
            Instant moment = wall.toInstant(offset);
            if (moment.isAfter(after) && moment.isBefore(found)) {
                found = moment;
            }
        }
        return found;
    }

    /**
     * When so many bytes are through whose first passes at {@code from}, if nothing else passes.
     *
     * @return about ten years ahead for what takes longer: nobody waits for it, and no more weeks are gone through (I-11)
     */
    public Instant throughAt(Instant from, long bytes) {
        Instant at = from;
        Instant last = from.plus(FURTHEST);
        double left = bytes;
        while (left > 0 && at.isBefore(last)) {
            Bandwidth bandwidth = at(at);
            if (bandwidth.isUnlimited()) {
                return at;
            }
            Instant until = sameUntil(at);
            double room =
                    bandwidth.bytesPerSecond() * (Duration.between(at, until).toNanos() / NANOS);
            if (left <= room) {
                return at.plusNanos((long) Math.ceil(left / bandwidth.bytesPerSecond() * NANOS));
            }
            left -= room;
            at = until;
        }
        return at;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return rules.stream().map(rule -> rule + "; ").collect(Collectors.joining()) + "else " + otherwise;
    }
}
