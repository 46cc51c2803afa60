package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Shot;
import java.util.Optional;

/**
 * An experiment whose change should bring the latent nearer to what many steps lead to, if its cause is the one. Runs that draw
 * noise on the way have no such limit.
 */
abstract class LimitExperiment extends PairedExperiment {

    @Override
    public Optional<String> obstacle(Case subject) {
        return Suspects.stochastic(subject)
                ? Optional.of("the sampler draws noise on the way: no two " + factor() + "s then draw one picture")
                : super.obstacle(subject);
    }

    @Override
    int perPair() {
        return 3;
    }

    @Override
    String measure() {
        return "distance of the latent from its limit";
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        Shot limit = laboratory.shoot(StepsLadder.limit(base.result().request()));
        return distance(changed, limit) - distance(base, limit);
    }
}
