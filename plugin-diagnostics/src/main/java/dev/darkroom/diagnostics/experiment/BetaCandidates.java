package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.generation.ProcessOverrides.Betas;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The noise processes a model may have been trained with, beside the configured one: usual ones, and its neighbours. */
final class BetaCandidates {

    /** What models are trained with: Stable Diffusion's, DDPM's, Improved DDPM's, and Stable Diffusion's ends made linear. */
    private static final List<Betas> USUAL = List.of(
            Betas.of(BetaSchedule.SCALED_LINEAR),
            Betas.of(BetaSchedule.LINEAR),
            Betas.of(BetaSchedule.SQUAREDCOS_CAP_V2),
            new Betas(BetaSchedule.LINEAR, 0.00085, 0.012));

    private static final List<BetaSchedule> WITH_ENDS = List.of(BetaSchedule.SCALED_LINEAR, BetaSchedule.LINEAR);

    /** How far a neighbour's last beta is from the configured one's. */
    private static final double NEAR = 1.2;

    /** Products closer than this are the same but for rounding. */
    private static final double ROUNDING = 2e-6;

    private BetaCandidates() {}

    /**
     * Returns the candidates, always in the same order.
     *
     * @param subject whose process is not a flow
     * @return each as what would have to be overridden; none that comes to what is configured
     */
    static List<ProcessOverrides> of(Case subject) {
        DiffusionProcess configured = subject.setup().process();
        GenerationRequest request = subject.question().request();
        List<ProcessOverrides> all = new ArrayList<>();
        USUAL.forEach(betas -> all.add(over(request, Optional.of(betas), false)));
        ends(configured).ifPresent(own -> {
            all.add(over(request, Optional.of(new Betas(own.schedule(), own.start(), own.end() * NEAR)), false));
            all.add(over(request, Optional.of(new Betas(own.schedule(), own.start(), own.end() / NEAR)), false));
            all.add(over(request, request.process().betas(), true));
        });
        return all.stream()
                .filter(each ->
                        !same(configured.alphasCumprod(), each.apply(configured).alphasCumprod()))
                .toList();
    }

    /** Returns the betas that come to a process, if they run between two ends. */
    static Optional<Betas> ends(DiffusionProcess process) {
        double[] products = process.alphasCumprod();
        int last = products.length - 1;
        double start = 1 - products[0];
        double end = last < 1 ? 1 : 1 - products[last] / products[last - 1];
        if (!(start > 0 && start <= end && end * NEAR < 1 && start <= end / NEAR)) {
            return Optional.empty();
        }
        return WITH_ENDS.stream()
                .filter(schedule ->
                        same(products, BetaSchedule.cumulativeProducts(schedule.betas(products.length, start, end))))
                .map(schedule -> new Betas(schedule, rounded(start), rounded(end)))
                .findFirst();
    }

    /** Six digits, as people write them. */
    private static double rounded(double beta) {
        return Math.rint(beta * 1e6) / 1e6;
    }

    private static ProcessOverrides over(GenerationRequest request, Optional<Betas> betas, boolean zeroSnr) {
        return new ProcessOverrides(request.process().prediction(), betas, zeroSnr);
    }

    private static boolean same(double[] a, double[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int t = 0; t < a.length; t++) {
            if (Math.abs(a[t] - b[t]) > ROUNDING) {
                return false;
            }
        }
        return true;
    }
}
