package dev.darkroom.host.sweep;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.runtime.Cancellation;
import java.math.BigInteger;
import java.util.List;

/**
 * What a sweep costs.
 *
 * @param cells how many cells there are
 * @param pictures how many pictures
 * @param evaluations about how many evaluations of the network
 * @param seconds about how long it takes, from a timed evaluation; what an earlier run made is not taken off
 */
public record SweepCost(BigInteger cells, BigInteger pictures, double evaluations, double seconds) {

    private static final int LOOKED_AT = 64;

    /**
     * Estimates the cost: the workload of at most 64 cells, evenly chosen, times the time of one evaluation.
     *
     * @throws InvalidRequestException if the first request is impossible
     */
    public static SweepCost of(SweepPlan plan, GenerationService service, Cancellation cancellation) {
        BigInteger cells = plan.cells();
        long count = cells.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
        long looks = Math.min(LOOKED_AT, count);
        double evaluations = 0;
        long possible = 0;
        for (long i = 0; i < looks; i++) {
            List<Integer> cell = plan.cell(looks == 1 ? 0 : (long) ((double) i * (count - 1) / (looks - 1)));
            try {
                evaluations +=
                        service.setup(plan.requests().apply(cell)).workload().evaluations();
                possible++;
            } catch (InvalidRequestException e) {
                // Told when its turn comes; the values of each axis were checked before.
            }
        }
        double pictures = plan.pictures().doubleValue();
        double all = possible == 0 ? 0 : evaluations / possible * pictures;
        return new SweepCost(cells, plan.pictures(), all, all * perEvaluation(plan, service, cancellation));
    }

    private static double perEvaluation(SweepPlan plan, GenerationService service, Cancellation cancellation) {
        GenerationRequest request = plan.request(plan.shots(plan.cell(0)).get(0));
        ModelBench.Setup setup = service.setup(request);
        int factor = setup.model().factor();
        Latent x =
                Latent.zeros(new Shape(1, setup.model().channels(), setup.height() / factor, setup.width() / factor));
        double sigma = setup.sigmas().at(0);
        // The first evaluation of a session costs more than the others.
        service.denoise(request, x, sigma, cancellation);
        long began = System.nanoTime();
        service.denoise(request, x, sigma, cancellation);
        return (System.nanoTime() - began) / 1e9;
    }
}
