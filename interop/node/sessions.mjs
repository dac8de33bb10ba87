// Questions about whole sessions of @snazzah/davey, many of them in one process, each under a name that the caller chooses.
const bytes = (hex) => Buffer.from(hex, 'hex');
const AUDIO = 0;

export function sessionQuestions(davey) {
  const sessions = new Map();
  const named = (q) => {
    const session = sessions.get(q.session);
    if (!session) throw new Error(`no session ${q.session}`);
    return session;
  };
  return {
    create: (q) => {
      sessions.set(q.session, new davey.DAVESession(q.version, q.user, q.channel));
      return '';
    },
    forget: (q) => String(sessions.delete(q.session)),
    reinit: (q) => {
      named(q).reinit(q.version, q.user, q.channel);
      return '';
    },
    reset: (q) => {
      named(q).reset();
      return '';
    },
    externalSender: (q) => {
      named(q).setExternalSender(bytes(q.sender));
      return '';
    },
    keyPackage: (q) => named(q).getSerializedKeyPackage().toString('hex'),
    // a commit and what follows it in opcode 28; empty without a commit
    proposals: (q) => {
      const result = named(q).processProposals(q.operation, bytes(q.proposals), q.users.split(','));
      return result.commit ? result.commit.toString('hex') + (result.welcome?.toString('hex') ?? '') : '';
    },
    commit: (q) => {
      named(q).processCommit(bytes(q.commit));
      return '';
    },
    welcome: (q) => {
      named(q).processWelcome(bytes(q.welcome));
      return '';
    },
    // epoch, privacy code, members; the epoch is empty while there is no group
    state: (q) => {
      const session = named(q);
      return `${session.ready ? session.epoch ?? '' : ''}|${session.voicePrivacyCode}|${session.getUserIds().join(',')}`;
    },
    verificationCode: (q) => named(q).getVerificationCode(q.user),
    passthrough: (q) => {
      named(q).setPassthroughMode(q.on === 'true', 10);
      return '';
    },
    encrypt: (q) => named(q).encryptOpus(bytes(q.frame)).toString('hex'),
    // frames are "user:hex" in a list; so are the answers: the media in hexadecimal, or "!" where it was refused
    decrypt: (q) =>
      q.frames
        .split(',')
        .map((entry) => {
          const [user, frame] = entry.split(':');
          try {
            return named(q).decrypt(user, AUDIO, bytes(frame)).toString('hex');
          } catch {
            return '!';
          }
        })
        .join(','),
  };
}
