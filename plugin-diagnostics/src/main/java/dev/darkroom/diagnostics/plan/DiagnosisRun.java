package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Diagnosis.Ending;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.ModelBench.Setup;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.diagnostics.cause.KnowledgeBase;
import dev.darkroom.diagnostics.experiment.Reproduce;
import dev.darkroom.diagnostics.verdict.Judge;
import dev.darkroom.diagnostics.verdict.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One diagnosis: reproduces, experiments until the verdict is settled or the budget is spent, and tries the fix. */
final class DiagnosisRun {

    /** Kept back so that a verdict can be proven. */
    private static final int FOR_THE_FIX = 1;

    private final Question question;
    private final GenerationService service;
    private final DiagnosisObserver observer;
    private final LiveLaboratory laboratory;
    private final KnowledgeBase knowledge;
    private final Judge judge;
    private final Planner planner;
    private final List<Experiment> all;
    private final List<Experiment> remaining;
    private final List<Evidence> known = new ArrayList<>();
    private final List<ExperimentRun> path = new ArrayList<>();
    private final long begun = System.nanoTime();
    private long planning;

    DiagnosisRun(
            Question question,
            GenerationService service,
            List<Experiment> experiments,
            DiagnosisObserver observer,
            Cancellation cancellation,
            KnowledgeBase knowledge) {
        this.question = question;
        this.service = service;
        this.observer = observer;
        this.laboratory = new LiveLaboratory(service, question, observer, cancellation);
        this.knowledge = knowledge;
        this.judge = new Judge(knowledge);
        this.planner = new Planner(question.effort());
        this.all = experiments.stream()
                .<Experiment>map(each -> new GuardedExperiment(each, cancellation))
                .toList();
        this.remaining = new ArrayList<>(all);
    }

    Diagnosis run() {
        Setup setup = service.setup(question.request());
        Shot shot = laboratory.shoot(question.request());
        question.symptom().ifPresent(asked -> requireKnown(asked, shot));
        Optional<Symptom> symptom = question.symptom().or(() -> worst(shot));
        laboratory.reserve(question.budget() > FOR_THE_FIX + 1 ? FOR_THE_FIX : 0);
        Case start = new Case(question, setup, shot, symptom, service.models(), List.of());
        Ending ending = experiment(start);
        laboratory.reserve(0);
        Case subject = start.knowing(known);
        long before = System.nanoTime();
        List<CauseVerdict> verdicts = verdicts(shot);
        planning += System.nanoTime() - before;
        Optional<Fix> fix = Optional.empty();
        if (ending != Ending.CANCELLED && isLikely(verdicts)) {
            try {
                laboratory.begin(FOR_THE_FIX);
                fix = Optional.of(FixTrial.of(verdicts.get(0), subject, all, laboratory));
            } catch (CancelledException e) {
                ending = Ending.CANCELLED;
            }
        }
        leftOut(subject);
        return new Diagnosis(
                question,
                setup,
                symptom,
                Sentence.of(symptom, verdicts, fix),
                verdicts,
                fix,
                Reproduce.compare(question.original(), shot.result().picture()),
                path,
                laboratory.shots(),
                shot.result().provenance(),
                ending,
                cost(shot));
    }

    private Diagnosis.Cost cost(Shot shot) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Diagnosis.Cost(
                laboratory.made(),
                laboratory.evaluations(),
                path.stream().mapToLong(ExperimentRun::alone).sum()
                        + shot.result().trace().evaluations(),
                seconds,
                planning / 1e9);
    }

    /** A symptom that nobody speaks of is a slip of the pen, and no experiment could say anything about it. */
    private void requireKnown(Symptom asked, Shot shot) {
        Set<String> known = new TreeSet<>(knowledge.coverage().keySet());
        shot.result().inspected().scores().keySet().forEach(symptom -> known.add(symptom.id()));
        if (!known.contains(asked.id())) {
            throw new InvalidRequestException(
                    "symptom: expected one of " + String.join(", ", known) + ", found \"" + asked.id() + "\"");
        }
    }

    private static Optional<Symptom> worst(Shot shot) {
        return shot.result().findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(Finding::symptom)
                .findFirst();
    }

    private Ending experiment(Case start) {
        boolean broke = false;
        while (!laboratory.cancellation().isCancelled()) {
            long before = System.nanoTime();
            Case subject = start.knowing(known);
            boolean likely = isExplained(start.symptom());
            Optional<Planner.Choice> choice = planner.next(remaining, subject, likely);
            planning += System.nanoTime() - before;
            if (choice.isEmpty()) {
                return likely ? Ending.SETTLED : broke ? Ending.BUDGET : Ending.EXHAUSTED;
            }
            remaining.remove(choice.get().experiment());
            if (choice.get().pictures() > 0 && laboratory.picturesLeft() < 1) {
                broke = true;
                leave(choice.get().experiment(), "no picture is left of " + question.budget());
                continue;
            }
            try {
                ExperimentRun made = run(choice.get(), subject);
                broke |= made.failure().isPresent() && made.evidence().isEmpty() && laboratory.picturesLeft() < 1;
            } catch (CancelledException e) {
                return Ending.CANCELLED;
            }
        }
        return Ending.CANCELLED;
    }

    private ExperimentRun run(Planner.Choice choice, Case subject) {
        Experiment experiment = choice.experiment();
        observer.experiment(path.size() + 1, path.size() + choice.possible(), experiment.info());
        laboratory.begin(choice.most());
        long before = System.nanoTime();
        List<Evidence> evidence = List.of();
        Optional<String> failure = Optional.empty();
        try {
            evidence = experiment.run(subject, laboratory);
        } catch (CancelledException e) {
            throw e;
        } catch (BudgetSpentException e) {
            failure = Optional.of(GuardedExperiment.oneLine(e));
        } catch (DarkroomException e) {
            failure = Optional.of("it failed: " + GuardedExperiment.oneLine(e));
        }
        known.addAll(evidence);
        ExperimentRun run = new ExperimentRun(
                experiment.info().id(),
                experiment.info().displayName(),
                experiment.factor(),
                choice.reason(),
                choice.pictures(),
                laboratory.picturesMade(),
                laboratory.evaluationsMade(),
                laboratory.evaluationsAlone(),
                (System.nanoTime() - before) / 1e9,
                failure,
                laboratory.shotsUsed(),
                evidence);
        path.add(run);
        observer.finished(run);
        return run;
    }

    private void leave(Experiment experiment, String why) {
        path.add(new ExperimentRun(
                experiment.info().id(),
                experiment.info().displayName(),
                experiment.factor(),
                "left out",
                0,
                0,
                0,
                0,
                0,
                Optional.of(why),
                List.of(),
                List.of()));
    }

    private void leftOut(Case subject) {
        List<Planner.Offer> offers = Planner.offers(remaining, subject);
        for (int i = 0; i < offers.size(); i++) {
            leave(remaining.get(i), offers.get(i).obstacle().orElse("it would not have changed the verdict"));
        }
    }

    private List<CauseVerdict> verdicts(Shot shot) {
        Set<String> considered = new LinkedHashSet<>();
        all.forEach(experiment -> considered.addAll(experiment.causes()));
        shot.result().findings().stream()
                .flatMap(finding -> finding.causes().stream())
                .map(PossibleCause::id)
                .forEach(considered::add);
        return judge.judge(known, considered);
    }

    /** Returns whether a likely cause may show as what is wrong; a prompt that was cut off explains no noise. */
    private boolean isExplained(Optional<Symptom> symptom) {
        return judge.likely(known).stream()
                .anyMatch(cause ->
                        symptom.map(wrong -> knowledge.explains(cause, wrong)).orElse(true));
    }

    private static boolean isLikely(List<CauseVerdict> verdicts) {
        return !verdicts.isEmpty() && verdicts.get(0).standing() == Standing.LIKELY;
    }
}
