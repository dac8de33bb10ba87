package dev.acord.sim.dave;

/** The welcome of a commit is missing, or is not for exactly those that the commit adds. */
final class WelcomeException extends Exception {
    private static final long serialVersionUID = 1L;

    WelcomeException(String message) {
        super(message);
    }
}
