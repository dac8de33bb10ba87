// Answers questions about codes, frames and sessions with other people's implementations: @snazzah/davey (Rust) for codes and sessions, Node's
// crypto (OpenSSL) for AES-128-GCM with 8-byte tags. One JSON object a line on standard input, one answer a line on standard output; bytes are hexadecimal.
import crypto from 'node:crypto';
import readline from 'node:readline';
import { sessionQuestions } from './sessions.mjs';

let davey = null;
try {
  davey = (await import('@snazzah/davey')).default;
} catch {
  // the caller asks with "hasDavey"
}

const bytes = (hex) => Buffer.from(hex, 'hex');

const questions = {
  ...sessionQuestions(davey),
  hasDavey: () => davey !== null,
  displayableCode: (q) => davey.generateDisplayableCode(bytes(q.data), q.digits, q.groupDigits),
  keyFingerprint: (q) => davey.generateKeyFingerprint(0, bytes(q.key), q.user).toString('hex'),
  pairwiseFingerprint: async (q) =>
    (await davey.generatePairwiseFingerprint(0, bytes(q.keyA), q.userA, bytes(q.keyB), q.userB)).toString('hex'),
  seal: (q) => {
    const cipher = crypto.createCipheriv('aes-128-gcm', bytes(q.key), bytes(q.nonce), { authTagLength: 8 });
    cipher.setAAD(bytes(q.clear));
    const text = Buffer.concat([cipher.update(bytes(q.plain)), cipher.final()]);
    return text.toString('hex') + cipher.getAuthTag().toString('hex');
  },
  open: (q) => {
    const cipher = crypto.createDecipheriv('aes-128-gcm', bytes(q.key), bytes(q.nonce), { authTagLength: 8 });
    cipher.setAAD(bytes(q.clear));
    cipher.setAuthTag(bytes(q.tag));
    return Buffer.concat([cipher.update(bytes(q.text)), cipher.final()]).toString('hex');
  },
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    answer = { answer: await questions[question.ask](question) };
  } catch (e) {
    answer = { error: String(e.message) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
