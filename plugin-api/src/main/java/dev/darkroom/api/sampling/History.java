package dev.darkroom.api.sampling;

import dev.darkroom.api.latent.Latent;
import java.util.ArrayList;
import java.util.List;

/**
 * What a multistep solver remembers of a run: its newest evaluations with the times they were made at, which are levels or what
 * else the solver measures time in. Not thread-safe; one object a run.
 *
 * <p>An evaluation at the time of the newest one takes its place: a schedule may repeat a level, and a polynomial through
 * two values at one place does not exist.
 */
public final class History {

    private record Entry(double time, Latent value) {}

    private final int capacity;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * Returns an empty history.
     *
     * @param capacity how many evaluations to keep, at least 1
     */
    public History(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("history: expected room for at least 1 evaluation, found " + capacity);
        }
        this.capacity = capacity;
    }

    /** Adds an evaluation and forgets the oldest one if there is no room. */
    public void add(double time, Latent value) {
        if (!entries.isEmpty() && entries.get(0).time == time) {
            entries.remove(0);
        }
        entries.add(0, new Entry(time, value));
        if (entries.size() > capacity) {
            entries.remove(capacity);
        }
    }

    /** Returns how many evaluations are kept. */
    public int size() {
        return entries.size();
    }

    /** Returns the time of an evaluation, 0 being the newest. */
    public double time(int back) {
        return entries.get(back).time;
    }

    /** Returns an evaluation, 0 being the newest. */
    public Latent value(int back) {
        return entries.get(back).value;
    }

    /** Returns the times of the {@code count} newest evaluations, newest first. */
    public double[] times(int count) {
        return entries.subList(0, count).stream().mapToDouble(Entry::time).toArray();
    }

    /**
     * Returns {@code a x + weights[0] value(0) + weights[1] value(1) + ...}.
     *
     * @param a the factor of the state
     * @param x the state
     * @param weights at most {@link #size()} of them, for the newest evaluation first
     * @return the weighted sum
     */
    public Latent sum(double a, Latent x, double[] weights) {
        return sum(a, x, weights[0], value(0), weights);
    }

    /**
     * Returns the same sum for evaluations of the noise or slope, of which the newest is {@code (x - signal x0) / sigma} for
     * the state x itself. It is written out in x and x0: in the sum of a large state and a nearly equal multiple of its noise,
     * most digits of a float cancel.
     *
     * @param a the factor of the state
     * @param x the state
     * @param x0 the estimate the newest evaluation was made from
     * @param signal the factor of x0 in the state, or 1 for slopes
     * @param sigma the level of the state
     * @param weights at most {@link #size()} of them, for the newest evaluation first
     * @return the weighted sum
     */
    public Latent sum(double a, Latent x, Latent x0, double signal, double sigma, double[] weights) {
        return sum(a + weights[0] / sigma, x, -weights[0] * signal / sigma, x0, weights);
    }

    /** Returns the sum of two terms and all older evaluations. */
    private Latent sum(double a, Latent x, double b, Latent newest, double[] weights) {
        double[] all = new double[weights.length + 1];
        List<Latent> terms = new ArrayList<>(all.length);
        all[0] = a;
        terms.add(x);
        all[1] = b;
        terms.add(newest);
        for (int k = 1; k < weights.length; k++) {
            all[k + 1] = weights[k];
            terms.add(entries.get(k).value);
        }
        return Latent.sum(all, terms);
    }
}
