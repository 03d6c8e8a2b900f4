package io.datasync.core.pace;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.BandwidthTimetable.Rule;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a {@link BandwidthTimetable}. */
final class TimetableText {
    private static final int LENGTH_MAX = 10_000;
    private static final Pattern TIME = Pattern.compile("([0-9]{1,2}):([0-9]{2})");
    private static final Pattern BANDWIDTH = Pattern.compile("([0-9]{1,12})(b|kib|mib|gib)/s");

    private final String text;
    private final ZoneId zone;

    private TimetableText(String text, ZoneId zone) {
        this.text = text;
        this.zone = zone;
    }

    static BandwidthTimetable parse(String text, ZoneId zone) throws SyncException {
        if (text.length() > LENGTH_MAX) {
            throw SyncException.permanent(
                    ErrorCode.CONFIGURATION_INVALID, "A timetable has at most " + LENGTH_MAX + " characters");
        }
        return new TimetableText(text, zone).timetable();
    }

    private BandwidthTimetable timetable() throws SyncException {
        List<Rule> rules = new ArrayList<>();
        Optional<Bandwidth> otherwise = Optional.empty();
        for (String part : text.strip().split(";", -1)) {
            String[] words = part.strip().toLowerCase(Locale.ROOT).split("\\s+");
            if (otherwise.isPresent()) {
                throw wrong("nothing may follow else", part);
            }
            if (words[0].equals("else") && words.length == 2) {
                otherwise = Optional.of(bandwidth(words[1]));
            } else if (words.length == 3) {
                rules.add(rule(words));
            } else {
                throw wrong("a rule has days, times and a bandwidth, or else and a bandwidth", part);
            }
        }
        if (rules.size() > BandwidthTimetable.RULES_MAX) {
            throw wrong("there are more than " + BandwidthTimetable.RULES_MAX + " rules", text);
        }
        return new BandwidthTimetable(rules, otherwise.orElse(Bandwidth.UNLIMITED), zone);
    }

    private Rule rule(String[] words) throws SyncException {
        String[] times = words[1].split("-", -1);
        if (times.length != 2) {
            throw wrong("times are written as 07:00-19:00", words[1]);
        }
        int from = minute(times[0]);
        int to = minute(times[1]);
        if (from == 24 * 60) {
            throw wrong("no day begins at its end; 00:00 is its beginning", words[1]);
        }
        if (from == to) {
            throw wrong("a time that ends when it begins; a whole day is 00:00-24:00", words[1]);
        }
        // What ends at 00:00 ends with the day, which is the same moment.
        return new Rule(days(words[0]), from, to == 0 ? 24 * 60 : to, bandwidth(words[2]));
    }

    private Set<DayOfWeek> days(String word) throws SyncException {
        if (word.equals("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : word.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (ends.length > 2) {
                throw wrong("days are written as Mon, Mon-Fri, Sat,Sun or daily", part);
            }
            DayOfWeek last = day(ends[ends.length - 1]);
            DayOfWeek each = day(ends[0]);
            days.add(each);
            while (each != last) {
                each = each.plus(1);
                days.add(each);
            }
        }
        return days;
    }

    private DayOfWeek day(String word) throws SyncException {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (name(day).toLowerCase(Locale.ROOT).equals(word)) {
                return day;
            }
        }
        throw wrong("days are Mon, Tue, Wed, Thu, Fri, Sat and Sun, or daily", word);
    }

    private int minute(String word) throws SyncException {
        Matcher matcher = TIME.matcher(word);
        if (matcher.matches()) {
            int hour = Integer.parseInt(matcher.group(1));
            int minute = Integer.parseInt(matcher.group(2));
            if (minute < 60 && (hour < 24 || (hour == 24 && minute == 0))) {
                return hour * 60 + minute;
            }
        }
        throw wrong("a time is from 00:00 to 24:00", word);
    }

    private Bandwidth bandwidth(String word) throws SyncException {
        if (word.equals("unlimited")) {
            return Bandwidth.UNLIMITED;
        }
        Matcher matcher = BANDWIDTH.matcher(word);
        if (!matcher.matches()) {
            throw wrong("a bandwidth is written as 500KiB/s, 2MiB/s or unlimited", word);
        }
        long unit =
                switch (matcher.group(2)) {
                    case "kib" -> 1L << 10;
                    case "mib" -> 1L << 20;
                    case "gib" -> 1L << 30;
                    default -> 1;
                };
        long value = Long.parseLong(matcher.group(1));
        if (value > (1L << 50) / unit || value * unit < Bandwidth.LEAST) {
            throw wrong("a bandwidth is from 1KiB/s to 1048576GiB/s", word);
        }
        return new Bandwidth(value * unit);
    }

    private SyncException wrong(String why, String where) {
        return SyncException.permanent(
                ErrorCode.CONFIGURATION_INVALID,
                "In the bandwidth timetable \"" + text + "\", at \"" + where.strip() + "\": " + why);
    }

    static String name(DayOfWeek day) {
        return switch (day) {
            case MONDAY -> "Mon";
            case TUESDAY -> "Tue";
            case WEDNESDAY -> "Wed";
            case THURSDAY -> "Thu";
            case FRIDAY -> "Fri";
            case SATURDAY -> "Sat";
            case SUNDAY -> "Sun";
        };
    }

    static String time(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }
}
