package dev.darkroom.api.sampling;

/**
 * A step of ancestral sampling: a deterministic step from sigma to {@code down}, which lies below the next level, then fresh
 * noise up to that level, {@code x = keep x + up n}. Song et al. 2021, <i>Denoising Diffusion Implicit Models</i>,
 * equation 16, in the form of k-diffusion.
 *
 * @param down the level the deterministic step ends at, from 0 to the next level
 * @param keep the factor of the state when the noise is added, 1 for the variance-exploding state
 * @param up the deviation of the noise that is added; 0 for none
 */
public record AncestralStep(double down, double keep, double up) {

    /**
     * Returns the step in the canonical space of a process.
     *
     * @param process the noise process
     * @param sigma the level the step begins at
     * @param next the level it reaches, not above {@code sigma}
     * @param eta the share of fresh noise: 0 none, 1 as much as DDPM
     * @return the step
     */
    public static AncestralStep of(DiffusionProcess process, double sigma, double next, double eta) {
        return process.isFlow() ? flow(sigma, next, eta) : exploding(sigma, next, eta);
    }

    /**
     * Returns the step of a variance-exploding state {@code x0 + sigma n}; {@code sigma} may be infinite, the level of a
     * state without signal.
     */
    public static AncestralStep exploding(double sigma, double next, double eta) {
        double ratio = next / sigma;
        double up = Math.min(next, eta * next * Math.sqrt(1 - ratio * ratio));
        // Not sqrt(next^2 - up^2), which cancels when the step is long.
        double down = next * Math.sqrt(Math.max(0, 1 - eta * eta + eta * eta * ratio * ratio));
        return new AncestralStep(down, 1, up);
    }

    /**
     * The rectified-flow form of ComfyUI: down by {@code eta} of the step more than asked, then noise until signal and noise
     * are in proportion again.
     */
    private static AncestralStep flow(double sigma, double next, double eta) {
        double down = next * (1 + (next / sigma - 1) * eta);
        double keep = (1 - next) / (1 - down);
        double kept = down * keep;
        return new AncestralStep(down, keep, Math.sqrt(Math.max(0, next * next - kept * kept)));
    }
}
