package dev.acord.cli.sim;

import dev.acord.cli.session.MalformedCommandException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line that says what people do in the offline Discord.
 *
 * @param action what
 * @param user who does it; empty for moderators and for what concerns the simulation itself
 * @param argument the rest: a text, a file, a channel; empty for none
 */
record PeopleLine(Action action, String user, String argument) {
    /** What can be done. */
    enum Action {
        SAY,
        JOIN(true),
        LEAVE(false),
        PLAY(true),
        STOP(false),
        HEARS(false),
        MOVE,
        KICK,
        HELP,
        QUIT;

        /** The word after a user's name. */
        final boolean ofUser;

        final boolean needsArgument;

        Action() {
            ofUser = false;
            needsArgument = false;
        }

        Action(boolean needsArgument) {
            ofUser = true;
            this.needsArgument = needsArgument;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String NAME = "[\\p{L}\\p{N}_.-]{1,32}";
    private static final Pattern SAID = Pattern.compile("(" + NAME + "):\\s*(\\S.*)");
    private static final Pattern WORDS = Pattern.compile("(\\S+)(?:\\s+(\\S+)(?:\\s+(\\S.*))?)?");

    /**
     * Reads a line.
     *
     * @param line one that is not blank
     * @throws MalformedCommandException when it says nothing that can be done
     */
    static PeopleLine parse(String line) throws MalformedCommandException {
        String text = line.strip();
        Matcher said = SAID.matcher(text);
        if (said.matches()) {
            return new PeopleLine(Action.SAY, said.group(1), said.group(2));
        }
        Matcher words = WORDS.matcher(text);
        if (!words.matches()) {
            throw unknown();
        }
        String first = words.group(1);
        for (Action action : new Action[] {Action.MOVE, Action.KICK, Action.HELP, Action.QUIT}) {
            if (action.word().equals(first)) {
                return alone(action, text.substring(first.length()).strip());
            }
        }
        if (!first.matches(NAME) || words.group(2) == null) {
            throw unknown();
        }
        return ofUser(first, words.group(2), words.group(3) == null ? "" : words.group(3));
    }

    private static PeopleLine alone(Action action, String argument) throws MalformedCommandException {
        if (action != Action.MOVE && !argument.isEmpty()) {
            throw new MalformedCommandException(action.word() + " stands alone; 'help' lists what can be done");
        }
        return new PeopleLine(action, "", argument);
    }

    private static PeopleLine ofUser(String user, String word, String argument) throws MalformedCommandException {
        for (Action action : Action.values()) {
            if (!action.ofUser || !action.word().equals(word)) {
                continue;
            }
            if (action.needsArgument == argument.isEmpty()) {
                throw new MalformedCommandException(
                        user + " " + word + (argument.isEmpty() ? " needs a " + what(action) : " takes nothing more"));
            }
            return new PeopleLine(action, user, argument);
        }
        throw unknown();
    }

    private static String what(Action action) {
        return action == Action.JOIN ? "channel" : "file";
    }

    private static MalformedCommandException unknown() {
        return new MalformedCommandException("not understood; a line is NAME: TEXT, NAME "
                + Arrays.stream(Action.values())
                        .filter(each -> each.ofUser)
                        .map(Action::word)
                        .collect(Collectors.joining("|"))
                + ", move, kick, help or quit");
    }
}
