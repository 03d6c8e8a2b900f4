package io.datasync.server.fleet.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.protocol.fleet.JobForecast;
import io.datasync.core.protocol.json.ForecastsJson;
import io.datasync.core.purge.PurgeClock;
import io.datasync.core.purge.PurgeForecast;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The forecasts of a heartbeat by the server's clock, as they are stored (CORE-9).
 *
 * @param json as {@link ForecastsJson} has it
 * @param earliest the earliest of all their early ends, whether idle or due; empty when none has one, which is no reassurance
 */
record ToldForecasts(String json, Optional<Instant> earliest) {
    /** Those of a heartbeat; empty when it told none. */
    static Optional<ToldForecasts> of(HeardHeartbeat heard) {
        List<JobForecast> forecasts = heard.heartbeat().forecasts().stream()
                .map(told -> new JobForecast(told.job(), byOurClock(told.forecast(), heard)))
                .toList();
        if (forecasts.isEmpty()) {
            return Optional.empty();
        }
        var text = new ByteArrayOutputStream();
        try {
            ForecastsJson.write(text, forecasts);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Optional<Instant> earliest = forecasts.stream()
                .flatMap(told -> told.forecast().earliest().stream())
                .min(Instant::compareTo);
        return Optional.of(new ToldForecasts(text.toString(UTF_8), earliest));
    }

    /** A time that no database holds must not spoil the batch. */
    private static PurgeForecast byOurClock(PurgeForecast told, HeardHeartbeat heard) {
        PurgeForecast ours = PurgeForecast.extrapolate(told, heard.heartbeat().sentAt(), heard.at(), heard.at());
        Instant latest = heard.at().plus(PurgeClock.HORIZON).plus(PurgeClock.HORIZON);
        boolean possible = times(ours).allMatch(time -> time.isAfter(Instant.EPOCH) && time.isBefore(latest));
        return possible ? ours : new PurgeForecast.Unknown(PurgeForecast.Reason.NOT_UNDERSTOOD);
    }

    private static Stream<Instant> times(PurgeForecast forecast) {
        Optional<PurgeForecast.Due> due =
                forecast instanceof PurgeForecast.NothingWaiting nothing ? nothing.next() : forecast.due();
        Stream<Instant> ends = due.stream().flatMap(known -> Stream.of(known.from(), known.until()));
        return forecast instanceof PurgeForecast.Idle idle ? Stream.concat(Stream.of(idle.since()), ends) : ends;
    }
}
