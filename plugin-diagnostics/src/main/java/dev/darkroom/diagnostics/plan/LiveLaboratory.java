package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Plural;
import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.Denoised;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A laboratory over a generation service: makes every picture once, counts, and keeps to the budget. For an exhaustive diagnosis it
 * makes them once an experiment.
 */
final class LiveLaboratory implements Laboratory {

    private static final int ANSWERS_KEPT = 512;
    private static final int TRAJECTORIES_KEPT = 4;

    /** What the network was asked. */
    private record Answer(GenerationRequest request, Latent x, double sigma) {}

    /** What the encoder was asked; it does not depend on the prompt. */
    private record Encoding(Optional<String> model, Precision precision, Picture picture) {}

    private final GenerationService service;
    private final GenerationRequest asked;
    private final int budget;
    private final boolean sharing;
    private final DiagnosisObserver observer;
    private final Cancellation cancellation;
    private final CountingService bench = new CountingService();

    private final Map<GenerationRequest, Shot> shots = new LinkedHashMap<>();

    /** All states of all runs would be gigabytes: those of the run in question stay, and those of a few others. */
    private final Map<GenerationRequest, List<Latent>> states = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<GenerationRequest, List<Latent>> eldest) {
            if (size() > TRAJECTORIES_KEPT) {
                keySet().stream()
                        .filter(request -> !request.equals(asked))
                        .findFirst()
                        .ifPresent(this::remove);
            }
            return false;
        }
    };

    private final Map<Encoding, Latent> encoded = new LinkedHashMap<>();
    private final Map<Answer, Denoised> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Answer, Denoised> eldest) {
            return size() > ANSWERS_KEPT;
        }
    };
    private final List<Shot> whole = new ArrayList<>();
    private final List<Shot> resumed = new ArrayList<>();
    private int reserved;
    private int made;
    private long evaluations;

    // Of the experiment under way.
    private final Set<String> used = new LinkedHashSet<>();
    private int allowed = Integer.MAX_VALUE;
    private int madeBefore;
    private long evaluationsBefore;
    private long reused;

    LiveLaboratory(
            GenerationService service, Question question, DiagnosisObserver observer, Cancellation cancellation) {
        this.service = service;
        this.asked = question.request();
        this.budget = question.budget();
        this.sharing = question.effort() != Effort.EXHAUSTIVE;
        this.observer = observer;
        this.cancellation = cancellation;
    }

    @Override
    public Shot shoot(GenerationRequest request) {
        cancellation.throwIfCancelled();
        Shot known = shots.get(request);
        if (known != null) {
            if (used.add(known.id())) {
                reused += known.result().trace().evaluations();
            }
            return known;
        }
        Shot shot = make(request);
        shots.put(request, shot);
        whole.add(shot);
        return shot;
    }

    private Shot make(GenerationRequest request) {
        requirePicture();
        String label = RequestDifference.label(asked, request);
        observer.picture(label, made + 1, budget);
        List<Latent> passed = new ArrayList<>();
        GenerationResult result =
                service.generate(request, steps(passed), cancellation).get(0);
        states.put(request, passed);
        return keep(label, result);
    }

    @Override
    public Shot resume(GenerationRequest request, int step, Latent state) {
        cancellation.throwIfCancelled();
        requirePicture();
        String label = RequestDifference.label(asked, request) + ", from step " + (step + 1);
        observer.picture(label, made + 1, budget);
        Shot shot = keep(label, service.resume(request, step, state, steps(new ArrayList<>()), cancellation));
        resumed.add(shot);
        return shot;
    }

    private void requirePicture() {
        if (picturesLeft() < 1) {
            throw new BudgetSpentException("no picture is left of " + budget + ": allow more with --budget");
        }
        if (picturesMade() >= allowed) {
            throw new BudgetSpentException("it declared " + Plural.of(allowed, "picture") + " and wanted more");
        }
    }

    private Shot keep(String label, GenerationResult result) {
        made++;
        evaluations += result.trace().evaluations();
        Shot shot = new Shot("shot-" + made, label, result, service.alignment(result.request(), result.picture()));
        used.add(shot.id());
        return shot;
    }

    private GenerationObserver steps(List<Latent> passed) {
        return new GenerationObserver() {
            @Override
            public void step(StepEvent event) {
                passed.add(event.x());
                observer.step(event);
            }
        };
    }

    @Override
    public List<Latent> states(GenerationRequest request) {
        shoot(request);
        if (!states.containsKey(request)) {
            make(request);
        }
        return List.copyOf(states.getOrDefault(request, List.of()));
    }

    @Override
    public GenerationService bench() {
        return bench;
    }

    @Override
    public int picturesLeft() {
        return budget - reserved - made;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Keeps pictures back for the fix, or releases them. */
    void reserve(int pictures) {
        reserved = pictures;
    }

    /**
     * Starts the account of an experiment.
     *
     * @param most how many pictures it may make
     */
    void begin(int most) {
        allowed = most;
        used.clear();
        madeBefore = made;
        evaluationsBefore = evaluations;
        reused = 0;
        if (!sharing) {
            shots.clear();
            states.clear();
            answers.clear();
            encoded.clear();
        }
    }

    List<String> shotsUsed() {
        return List.copyOf(used);
    }

    int picturesMade() {
        return made - madeBefore;
    }

    long evaluationsMade() {
        return evaluations - evaluationsBefore;
    }

    /** What the experiment would have taken without the pictures of others. */
    long evaluationsAlone() {
        return evaluationsMade() + reused;
    }

    int made() {
        return made;
    }

    long evaluations() {
        return evaluations;
    }

    List<Shot> shots() {
        List<Shot> all = new ArrayList<>(whole);
        all.addAll(resumed);
        return all;
    }

    /** The service for experiments: whole pictures count against the budget, and evaluations are counted. */
    private final class CountingService implements GenerationService {

        @Override
        public List<GenerationResult> generate(
                GenerationRequest request, GenerationObserver unheard, Cancellation unused) {
            if (request.count() != 1) {
                throw new InvalidRequestException("experiment: expected one picture, found " + request.count());
            }
            return List.of(shoot(request).result());
        }

        @Override
        public GenerationResult resume(
                GenerationRequest request, int step, Latent state, GenerationObserver unheard, Cancellation unused) {
            return LiveLaboratory.this.resume(request, step, state).result();
        }

        @Override
        public Denoised denoise(GenerationRequest request, Latent x, double sigma, Cancellation unused) {
            Answer asked = new Answer(request, x, sigma);
            Denoised known = answers.get(asked);
            if (known != null) {
                reused++;
                return known;
            }
            Denoised denoised = service.denoise(request, x, sigma, cancellation);
            evaluations++;
            answers.put(asked, denoised);
            return denoised;
        }

        @Override
        public Setup setup(GenerationRequest request) {
            return service.setup(request);
        }

        @Override
        public List<Sample> samples(GenerationRequest request) {
            return service.samples(request);
        }

        @Override
        public List<ModelCard> models() {
            return service.models();
        }

        @Override
        public List<ExtensionInfo> samplers() {
            return service.samplers();
        }

        @Override
        public Picture decode(GenerationRequest request, Latent latent, Cancellation unused) {
            return service.decode(request, latent, cancellation);
        }

        @Override
        public Latent encode(GenerationRequest request, Picture picture, Cancellation unused) {
            return encoded.computeIfAbsent(
                    new Encoding(request.model(), request.precision(), picture),
                    unseen -> service.encode(request, picture, cancellation));
        }

        @Override
        public Inspected inspect(GenerationRequest request, Picture picture) {
            return service.inspect(request, picture);
        }

        @Override
        public OptionalDouble alignment(GenerationRequest request, Picture picture) {
            return service.alignment(request, picture);
        }
    }
}
