package io.datasync.testkit.simulation.source;

import io.datasync.testkit.simulation.schedule.Activity;
import io.datasync.testkit.simulation.schedule.Scheduler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** What happens at one PC's disk: an instrument that measures and purges, and people who change files. */
public final class Habits implements Activity {
    private static final int WRITING_SECONDS = 40;

    private final SourceDisk disk;
    private final Clock clock;
    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final HabitPlan plan;
    private final BooleanSupplier switchedOn;
    private final BooleanSupplier unusual;
    private int number;

    /**
     * Habits at a disk.
     *
     * @param clock in the zone by which the instrument counts days
     * @param switchedOn whether the PC runs and its disk is there; otherwise nothing happens
     * @param unusual whether anybody does what is unusual
     * @param number after which files are numbered: where another instrument is, whose program came here with a cloned disk
     */
    public Habits(
            SourceDisk disk,
            Clock clock,
            Scheduler scheduler,
            SplittableRandom random,
            HabitPlan plan,
            BooleanSupplier switchedOn,
            BooleanSupplier unusual,
            int number) {
        this.disk = disk;
        this.clock = clock;
        this.scheduler = scheduler;
        this.random = random;
        this.plan = plan;
        this.switchedOn = switchedOn;
        this.unusual = unusual;
        this.number = number;
    }

    /** The number of its last file. */
    public int number() {
        return number;
    }

    @Override
    public void run() throws IOException {
        while (true) {
            scheduler.sleep(
                    Duration.ofSeconds(random.nextLong(1, 2 * plan.pause().toSeconds())));
            if (switchedOn.getAsBoolean()) {
                act();
            }
        }
    }

    private void act() throws IOException {
        List<String> files = disk.oldestFirst();
        if (!files.isEmpty() && isOneOf(plan.rewriteOneOf())) {
            write(any(files));
        } else if (!files.isEmpty() && isOneOf(plan.renameOneOf())) {
            String file = any(files);
            disk.rename(file, file + "." + ++number);
        } else if (!files.isEmpty() && isOneOf(plan.deleteOneOf())) {
            disk.delete(any(files));
        } else {
            LocalDate today = LocalDate.now(clock);
            LocalDate day = isOneOf(plan.lateOneOf()) ? today.minusDays(random.nextInt(1, 4)) : today;
            write(String.format(Locale.ROOT, "%s/part-%04d.csv", day, ++number));
        }
        // Who writes slowly may find himself without a disk.
        if (switchedOn.getAsBoolean()) {
            purge();
        }
    }

    private void write(String path) throws IOException {
        byte[] bytes = new byte[random.nextInt(plan.bytesMax() + 1)];
        random.nextBytes(bytes);
        if (isOneOf(plan.slowlyOneOf())) {
            disk.write(path, Arrays.copyOf(bytes, bytes.length / 2));
            scheduler.sleep(Duration.ofSeconds(random.nextInt(1, WRITING_SECONDS)));
            if (!switchedOn.getAsBoolean()) {
                return;
            }
        }
        disk.write(path, bytes);
    }

    private void purge() throws IOException {
        int tooMany = disk.present().size() - plan.filesMax();
        if (tooMany > 0) {
            for (String file : disk.oldestFirst().subList(0, tooMany)) {
                disk.delete(file);
            }
        }
    }

    private String any(List<String> files) {
        return files.get(random.nextInt(files.size()));
    }

    private boolean isOneOf(int many) {
        return many > 0 && random.nextInt(many) == 0 && unusual.getAsBoolean();
    }
}
