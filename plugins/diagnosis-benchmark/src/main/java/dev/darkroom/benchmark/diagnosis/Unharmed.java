package dev.darkroom.benchmark.diagnosis;

import java.util.List;

/** Sound settings, among which false alarms are counted. */
final class Unharmed {

    private Unharmed() {}

    static List<Fault> all() {
        return List.of(
                Fault.unharmed("clean"),
                Fault.unharmed("clean euler 30, cfg 2", "--sampler", "euler", "--steps", "30", "--cfg-scale", "2"),
                Fault.unharmed("clean euler a", "--sampler", "euler_a"),
                Fault.unharmed("clean karras 25, cfg 4", "--schedule", "karras", "--steps", "25", "--cfg-scale", "4"),
                Fault.unharmed("clean ddim 50", "--sampler", "ddim", "--steps", "50"),
                Fault.unharmed("clean unipc 24", "--sampler", "unipc", "--steps", "24"));
    }
}
