package dev.darkroom.host.reference;

import dev.darkroom.api.Described;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.Plural;
import dev.darkroom.api.reference.NoiseReference;
import dev.darkroom.api.reference.ReferenceCase;
import dev.darkroom.api.reference.ReferenceRun;
import dev.darkroom.api.reference.ScheduleReference;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.ForeignCallException;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.plugin.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs references against the installed extensions. A plugin that throws or hangs fails its case, nothing else. */
public final class ReferenceCheck {

    private final Registry<Sampler> samplers;
    private final Registry<NoiseSchedule> schedules;
    private final Registry<NoiseSource> sources;
    private final ForeignCall calls;

    /**
     * Prepares a check.
     *
     * @param plugins the installed extensions
     * @param calls how their code is called; its deadline is that of one case
     */
    public ReferenceCheck(PluginHost plugins, ForeignCall calls) {
        this.samplers = plugins.registry(Sampler.class);
        this.schedules = plugins.registry(NoiseSchedule.class);
        this.sources = plugins.registry(NoiseSource.class);
        this.calls = calls;
    }

    /**
     * Checks every case of a file.
     *
     * @param file the file
     * @param sink hears each verdict as it falls
     */
    public void check(ReferenceFile file, Consumer<Verdict> sink) {
        file.cases().forEach(each -> sink.accept(check(file.name(), each)));
        file.schedules().forEach(each -> sink.accept(check(file.name(), each)));
        file.streams().forEach(each -> sink.accept(check(file.name(), each)));
    }

    private Verdict check(String file, ReferenceCase expected) {
        double tolerance = expected.tolerance() / expected.scale();
        Optional<Registered<Sampler>> closest = samplers.all().stream()
                .filter(sampler -> expected.call().closeness(sampler.info()) > 0)
                .max(Comparator.comparing(sampler -> expected.call().closeness(sampler.info())));
        if (closest.isEmpty()) {
            return none(
                    file, expected.id(), tolerance, "sampler", expected.call().name());
        }
        return held(file, expected.id(), closest.get(), tolerance, "sampler", () -> {
            ReferenceRun run = ReferenceRun.of(closest.get().extension(), expected);
            return new Outcome(run.error() / expected.scale(), run.problems());
        });
    }

    private Verdict check(String file, ScheduleReference expected) {
        Registered<NoiseSchedule> schedule;
        try {
            schedule = schedules.get(expected.schedule());
        } catch (InvalidRequestException e) {
            return none(file, expected.id(), expected.tolerance(), "schedule", expected.schedule());
        }
        return held(file, expected.id(), schedule, expected.tolerance(), "schedule", () -> {
            Options options = Options.of(schedule.info().options(), expected.options());
            SigmaSchedule found;
            try {
                found = schedule.extension().sigmas(expected.process(), expected.steps(), options);
            } catch (InvalidRequestException e) {
                // Where the reference returned no number, a refusal in words is right.
                return new Outcome(
                        0, expected.broken().isEmpty() ? List.of(String.valueOf(e.getMessage())) : List.of());
            }
            if (!expected.broken().isEmpty()) {
                return new Outcome(
                        Double.NaN, List.of("expected a refusal, found " + Plural.of(found.steps(), "step")));
            }
            ScheduleReference.Difference difference = expected.difference(found);
            List<String> problems = new ArrayList<>();
            difference.mismatch().ifPresent(problems::add);
            if (!expected.accepts(difference) && problems.isEmpty()) {
                problems.add("levels are off by " + difference.sigma() + ", timesteps by " + difference.timestep());
            }
            return new Outcome(difference.sigma(), problems);
        });
    }

    private Verdict check(String file, NoiseReference expected) {
        Registered<NoiseSource> source;
        try {
            source = sources.get(expected.source());
        } catch (InvalidRequestException e) {
            return none(file, expected.id(), expected.tolerance(), "noise source", expected.source());
        }
        return held(file, expected.id(), source, expected.tolerance(), "noise source", () -> {
            double error = expected.error(source.extension());
            return new Outcome(
                    error, error <= expected.tolerance() ? List.of() : List.of("numbers are off by " + error));
        });
    }

    private record Outcome(double error, List<String> problems) {}

    private Verdict held(
            String file,
            String id,
            Registered<? extends Described> extension,
            double tolerance,
            String kind,
            Callable<Outcome> body) {
        Outcome outcome;
        try {
            outcome = calls.call(kind + " " + extension.id(), extension.extension(), body);
        } catch (ForeignCallException | InvalidRequestException e) {
            outcome = new Outcome(Double.NaN, List.of(String.valueOf(e.getMessage())));
        }
        return new Verdict(
                file, id, extension.id(), extension.pluginId(), outcome.error(), tolerance, outcome.problems());
    }

    private static Verdict none(String file, String id, double tolerance, String kind, String name) {
        return new Verdict(
                file,
                id,
                "",
                "",
                Double.NaN,
                tolerance,
                List.of("expected an installed " + kind + " for " + name + ", found none"));
    }
}
