package dev.darkroom.host.report;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.Plural;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.image.DifferenceMap;
import dev.darkroom.host.recipe.CommandText;
import dev.darkroom.host.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Turns a diagnosis into what its report says; asks the service for what the diagnosis does not hold. */
final class ReportMaker {

    private static final int CROP = 64;
    private static final int THUMBNAIL = 160;
    /** A measure that changes by less is the same to whoever looks. */
    private static final double WORTH_A_ROW = 0.01;

    private static final int MOST_FRAMES = 24;

    private final Diagnosis diagnosis;
    private final GenerationService service;
    private final String command;
    private final Cancellation cancellation;

    ReportMaker(Diagnosis diagnosis, GenerationService service, String command, Cancellation cancellation) {
        this.diagnosis = diagnosis;
        this.service = service;
        this.command = command;
        this.cancellation = cancellation;
    }

    Report report() {
        Shot base = diagnosis.shots().get(0);
        GenerationResult result = base.result();
        String prompt = result.request().prompt();
        return new Report(
                Report.FORMAT,
                prompt,
                diagnosis.symptom().map(Symptom::id).orElse(""),
                diagnosis.sentence(),
                ending(),
                diagnosis.fix().map(this::cure).stream().toList(),
                Image.of(result.picture(), "The picture in question: " + prompt),
                diagnosis.fix().flatMap(Fix::after).flatMap(this::shot).stream()
                        .map(shot -> Image.of(shot.result().picture(), "The picture with the fix: " + prompt))
                        .toList(),
                diagnosis.reproduction().explanation(),
                result.findings().stream()
                        .map(finding -> seen(finding, result.picture()))
                        .toList(),
                diagnosis.causes().stream().map(ReportMaker::suspect).toList(),
                diagnosis.path().stream().map(ReportMaker::station).toList(),
                charts(base),
                diagnosis.shots().stream().map(ReportMaker::taken).toList(),
                film(result),
                vae(result),
                costs(),
                environment(result),
                facts(diagnosis.environment().files()),
                CommandText.generate(result.request()),
                command);
    }

    private Optional<Shot> shot(String id) {
        return diagnosis.shots().stream().filter(shot -> shot.id().equals(id)).findFirst();
    }

    private String ending() {
        return switch (diagnosis.ending()) {
            case SETTLED -> "Settled: further experiments would not change the verdict.";
            case EXHAUSTED -> "No experiment was left that could tell more.";
            case BUDGET -> "The budget was spent before every experiment that could tell more.";
            case CANCELLED -> "It was stopped; this is what was known by then.";
        };
    }

    private Report.Cure cure(Fix fix) {
        List<Report.Change> changes = new ArrayList<>();
        fix.measuresBefore().forEach((name, before) -> {
            Double after = fix.measuresAfter().get(name);
            if (after != null && Math.abs(after - before) < WORTH_A_ROW) {
                return;
            }
            changes.add(new Report.Change(name, Numbers.of(before), after == null ? "" : Numbers.of(after)));
        });
        return new Report.Cure(
                fix.cause(),
                fix.advice(),
                fix.request().map(CommandText::generate).orElse(""),
                fix.verified(),
                fix.overcorrection(),
                changes);
    }

    private static Report.Seen seen(Finding finding, Picture picture) {
        String what = finding.symptom() + " in the picture in question";
        return new Report.Seen(
                finding.symptom().id(),
                Words.lower(finding.severity()),
                finding.score(),
                finding.message(),
                finding.heatMap().stream()
                        .map(map -> Image.of(picture, map, "Where there is " + what + ": from red to yellow"))
                        .toList(),
                finding.heatMap().stream()
                        .map(map -> Image.crop(picture, map, CROP, "Pixels with the most " + what))
                        .toList());
    }

    private static Report.Suspect suspect(CauseVerdict verdict) {
        return new Report.Suspect(
                verdict.cause(),
                verdict.summary(),
                Words.lower(verdict.standing()).replace('_', ' '),
                verdict.remedy(),
                verdict.source(),
                verdict.evidence().stream().map(ReportMaker::proof).toList());
    }

    private static Report.Proof proof(Evidence evidence) {
        return new Report.Proof(
                bearing(evidence.bearing()),
                evidence.cause(),
                evidence.statement(),
                evidence
                        .effect()
                        .filter(effect -> Double.isFinite(effect.low() + effect.high() + effect.estimate()))
                        .map(ReportMaker::interval)
                        .stream()
                        .toList());
    }

    private static String bearing(Bearing bearing) {
        return bearing == Bearing.NEUTRAL ? "says nothing of" : Words.lower(bearing);
    }

    private static Report.Interval interval(PairedEffect effect) {
        return new Report.Interval(
                effect.measure(),
                effect.deltas().size(),
                effect.estimate(),
                effect.low(),
                effect.high(),
                100 * effect.confidence(),
                effect.pValue(),
                effect.margin());
    }

    private static Report.Station station(ExperimentRun run) {
        // One that broke off has made pictures; one that was left out has made none.
        boolean made = run.failure().isEmpty() || run.evaluations() > 0;
        return new Report.Station(
                run.title(),
                run.factor(),
                run.reason(),
                made,
                made
                        ? String.format(
                                Locale.ROOT,
                                "%s of %d declared, %s (%d alone), %.1f s",
                                Plural.of(run.pictures(), "picture"),
                                run.declared(),
                                Plural.of(run.evaluations(), "evaluation"),
                                run.alone(),
                                run.seconds())
                        : "",
                run.failure().orElse(""),
                run.evidence().stream().map(ReportMaker::proof).toList());
    }

    private List<Chart> charts(Shot base) {
        List<Chart> charts = new ArrayList<>(new ShotCharts(diagnosis.shots()).of(base));
        List<StepRecord> steps = base.result().trace().steps();
        if (steps.size() > 1) {
            List<Chart.Series> series = Stream.of(
                            series(
                                    "standard deviation of the estimate",
                                    steps,
                                    step -> step.denoised().std()),
                            series("change of the estimate", steps, StepRecord::change),
                            series("high frequencies", steps, StepRecord::highFrequency))
                    .filter(each -> !each.points().isEmpty())
                    .toList();
            charts.add(new Chart("The latent, step by step", "step", "", List.of(), series));
        }
        return charts;
    }

    private static Chart.Series series(String name, List<StepRecord> steps, ToDoubleFunction<StepRecord> value) {
        return new Chart.Series(
                name,
                true,
                steps.stream()
                        .filter(step -> Double.isFinite(value.applyAsDouble(step)))
                        .map(step -> Chart.Point.of(
                                step.index() + 1,
                                value.applyAsDouble(step),
                                "step " + (step.index() + 1) + ": " + Numbers.of(value.applyAsDouble(step))))
                        .toList());
    }

    private static Report.Taken taken(Shot shot) {
        GenerationResult result = shot.result();
        String worst = result.inspected().scores().entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(score -> score.getKey() + " " + Numbers.of(score.getValue()))
                .orElse("");
        String alignment =
                shot.alignment().isPresent() ? Numbers.of(shot.alignment().getAsDouble()) : "";
        return new Report.Taken(
                shot.label(), Image.thumbnail(result.picture(), THUMBNAIL, shot.label()), worst, alignment);
    }

    /** The estimates of the steps; made again where the diagnosis did not keep them, unless it was stopped. */
    private List<Report.Frame> film(GenerationResult result) {
        List<Picture> pictures = result.steps();
        List<StepRecord> records = result.trace().steps();
        if (pictures.isEmpty()) {
            try {
                GenerationRequest keeping = result.request().toBuilder()
                        .count(1)
                        .seed(result.seed())
                        .keepSteps(true)
                        .build();
                pictures = service.generate(keeping, GenerationObserver.NONE, cancellation)
                        .get(0)
                        .steps();
            } catch (DarkroomException e) {
                return List.of();
            }
        }
        int count = Math.min(pictures.size(), records.size());
        int shown = Math.min(MOST_FRAMES, count);
        List<Report.Frame> frames = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            int step = shown == 1 ? 0 : (int) ((long) i * (count - 1) / (shown - 1));
            StepRecord record = records.get(step);
            frames.add(new Report.Frame(
                    Image.thumbnail(pictures.get(step), 128, "Estimate after step " + (step + 1)),
                    List.of(
                            new Fact("step", (step + 1) + " of " + count),
                            new Fact("sigma", Numbers.of(record.sigma()) + " to " + Numbers.of(record.next())),
                            new Fact("state", moments(record.x())),
                            new Fact("estimate", moments(record.denoised())),
                            new Fact("change", Numbers.of(record.change())),
                            new Fact(
                                    "non-finite",
                                    String.valueOf(record.x().nonFinite()
                                            + record.denoised().nonFinite())))));
        }
        return frames;
    }

    private static String moments(StepRecord.Statistics statistics) {
        return Numbers.of(statistics.mean()) + " ± " + Numbers.of(statistics.std()) + ", at most "
                + Numbers.of(statistics.max());
    }

    /** The picture, what the autoencoder makes of it, and the difference; nothing where it cannot encode. */
    private List<Image> vae(GenerationResult result) {
        Picture picture = result.picture();
        if (picture.countNonFinite() > 0) {
            return List.of();
        }
        try {
            Picture round = service.decode(
                    result.request(), service.encode(result.request(), picture, cancellation), cancellation);
            return List.of(
                    Image.of(picture, "The picture"),
                    Image.of(round, "The picture encoded and decoded again"),
                    Image.of(DifferenceMap.of(picture, round, 4), "Four times the difference"));
        } catch (DarkroomException e) {
            return List.of();
        }
    }

    private List<Fact> costs() {
        Diagnosis.Cost cost = diagnosis.cost();
        double saved = cost.alone() == 0 ? 0 : 100.0 * (cost.alone() - cost.evaluations()) / cost.alone();
        return List.of(
                new Fact("pictures", String.valueOf(cost.pictures())),
                new Fact("evaluations of the network", String.valueOf(cost.evaluations())),
                new Fact(
                        "had each experiment run alone",
                        String.format(Locale.ROOT, "%d (%.0f %% saved by sharing)", cost.alone(), saved)),
                new Fact("time", String.format(Locale.ROOT, "%.1f s", cost.seconds())),
                new Fact(
                        "planning and statistics",
                        String.format(
                                Locale.ROOT,
                                "%.2f s (%.1f %% of the time)",
                                cost.planning(),
                                cost.seconds() > 0 ? 100 * cost.planning() / cost.seconds() : 0)));
    }

    private List<Fact> environment(GenerationResult result) {
        Provenance provenance = diagnosis.environment();
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("software", provenance.software()),
                new Fact("engine", provenance.engine()),
                new Fact("device", provenance.device()),
                new Fact("Java", System.getProperty("java.version")),
                new Fact("system", System.getProperty("os.name") + " " + System.getProperty("os.arch")),
                new Fact("model", provenance.model()),
                new Fact("size", provenance.width() + "x" + provenance.height()),
                new Fact("seed", String.valueOf(result.seed())),
                new Fact("sampler", provenance.sampler()),
                new Fact("schedule", provenance.schedule()),
                new Fact("guidance", provenance.guidance()),
                new Fact("noise", provenance.noise())));
        provenance.plugins().forEach((id, version) -> facts.add(new Fact("plugin " + id, version)));
        provenance.notes().forEach((about, text) -> facts.add(new Fact(about, text)));
        return facts;
    }

    private static List<Fact> facts(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> new Fact(entry.getKey(), entry.getValue()))
                .toList();
    }
}
