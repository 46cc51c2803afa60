package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What settings give away, shared by several experiments. */
final class Suspects {

    private static final Pattern STOCHASTIC = Pattern.compile("ancestral|_a$|_a_|sde|ddpm|lcm|tcd|restart|seeds|^sa_");
    private static final Pattern HIGHER_ORDER =
            Pattern.compile("dpm|heun|unipc|deis|lms|plms|ipndm|res_|exp_|gradient|er_sde");

    /** What makes everything else meaningless: the model is misread or broken, whatever the sampler does. */
    private static final Set<String> FUNDAMENTAL = Set.of(
            Causes.PREDICTION_TYPE, Causes.BETA_SCHEDULE, Causes.LATENT_SCALE, Causes.DAMAGED_WEIGHTS, Causes.DECODER);

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

    /** Returns the guidance scale the model suggests, or the usual one. */
    static double usualGuidance(Case subject) {
        if (subject.setup().model().distilled()) {
            return 1;
        }
        try {
            String suggested = subject.setup().model().defaults().get("cfg-scale");
            return suggested == null ? 5 : Double.parseDouble(suggested);
        } catch (NumberFormatException e) {
            return 5;
        }
    }

    /** Returns whether the model itself was found wrong, so that comparisons of runs mean little. */
    static boolean modelIsWrong(Case subject) {
        return subject.known().stream()
                .anyMatch(evidence -> evidence.bearing() == Bearing.PROVES && FUNDAMENTAL.contains(evidence.cause()));
    }
}
