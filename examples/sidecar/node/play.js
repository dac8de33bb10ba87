#!/usr/bin/env node
'use strict';
// Joins a voice channel, plays a file, and prints all events.
//
//     play.js TICKET.json FILE [OPTION...]
//
// TICKET.json has endpoint, guild, channel, user, session and token, as a line of `acord sim --json` has them. Options are of `acord session`,
// such as --ca FILE.pem. ACORD names the command, if it is not acord.
const fs = require('fs');
const { AcordSession } = require('./acord-session');

const [ticket, file, ...options] = process.argv.slice(2);
if (!file) {
  console.error('usage: play.js TICKET.json FILE [OPTION...]');
  process.exit(2);
}
const session = new AcordSession(JSON.parse(fs.readFileSync(ticket)), { acord: [process.env.ACORD || 'acord'], options });
session.on('event', (event) => {
  console.log(JSON.stringify(event));
  if (event.ev === 'player' && (event.state === 'idle' || event.state === 'failed')) {
    session.close();
  }
});
session.on('end', (code) => {
  process.exitCode = code ?? 1;
});
session.play(file);
