package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.model.ModelCard;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What settings give away, shared by several experiments. */
final class Suspects {

    private static final Pattern STOCHASTIC = Pattern.compile("ancestral|_a$|_a_|sde|ddpm|lcm|tcd|restart|seeds|^sa_");
    private static final Pattern HIGHER_ORDER =
            Pattern.compile("dpm|heun|unipc|deis|lms|plms|ipndm|res_|exp_|gradient|er_sde");

    /** What models distilled for consistency are made to need (Luo et al. 2023, arXiv:2310.04378). */
    private static final int DISTILLED_STEPS = 4;

    /** What makes everything else meaningless: the model is misread or broken, whatever the sampler does. */
    private static final Set<String> FUNDAMENTAL = Set.of(
            Causes.PREDICTION_TYPE,
            Causes.BETA_SCHEDULE,
            Causes.LATENT_SCALE,
            Causes.DAMAGED_WEIGHTS,
            Causes.QUANTISATION,
            Causes.DECODER);

    private Suspects() {}

    /** Returns whether the sampler draws noise on the way. */
    static boolean stochastic(Case subject) {
        double eta = option(subject, "eta", Double.NaN);
        return Double.isNaN(eta)
                ? STOCHASTIC.matcher(subject.setup().request().sampler().name()).find()
                : eta > 0;
    }

    /** Returns whether the solver extrapolates from several evaluations. */
    static boolean higherOrder(Case subject) {
        return HIGHER_ORDER.matcher(subject.setup().request().sampler().name()).find();
    }

    /** Returns a number among the sampler's options, or a default. */
    static double option(Case subject, String name, double absent) {
        Map<String, String> options = subject.setup().request().sampler().options();
        try {
            return options.containsKey(name) ? Double.parseDouble(options.get(name)) : absent;
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    /** Returns how many evaluations of the network a picture takes. */
    static int evaluations(Case subject) {
        return Math.max(1, subject.shot().result().trace().evaluations());
    }

    /**
     * Returns how many evaluations are enough for any sampler: of a distilled model, which was trained to need few, those that
     * it suggests.
     *
     * @param usual for models that are not distilled
     */
    static int enough(Case subject, int usual) {
        ModelCard model = subject.setup().model();
        return model.distilled() ? (int) Math.min(usual, suggested(model, "steps", DISTILLED_STEPS)) : usual;
    }

    /**
     * Returns the other installed models whose latents are of the same space and size, the one first whose name begins most like
     * this one's, as {@code sdxl-base} does beside {@code sdxl-turbo}.
     */
    static List<ModelCard> siblings(Case subject) {
        ModelCard own = subject.setup().model();
        return subject.models().stream()
                .filter(card -> !card.folder().equals(own.folder())
                        && card.channels() == own.channels()
                        && card.factor() == own.factor()
                        && card.width() == own.width()
                        && card.height() == own.height())
                .sorted(Comparator.comparingInt((ModelCard card) -> alike(card.id(), own.id()))
                        .reversed())
                .toList();
    }

    private static int alike(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }

    /** Returns the guidance scale the model in question suggests, or the usual one. */
    static double usualGuidance(Case subject) {
        return usualGuidance(subject.setup().model());
    }

    /** Returns the guidance scale a model suggests, or the usual one. */
    static double usualGuidance(ModelCard model) {
        return model.distilled() ? 1 : suggested(model, "cfg-scale", 5);
    }

    /** Returns a number that a model suggests for an option, or the usual one. */
    static double suggested(ModelCard model, String option, double usual) {
        try {
            String suggested = model.defaults().get(option);
            return suggested == null ? usual : Double.parseDouble(suggested);
        } catch (NumberFormatException e) {
            return usual;
        }
    }

    /** Returns whether the model itself was found wrong, so that comparisons of runs mean little. */
    static boolean modelIsWrong(Case subject) {
        return proven(subject, FUNDAMENTAL);
    }

    /** Returns whether one of some causes was proven. */
    static boolean proven(Case subject, Set<String> causes) {
        return subject.known().stream()
                .anyMatch(evidence -> evidence.bearing() == Bearing.PROVES && causes.contains(evidence.cause()));
    }
}
