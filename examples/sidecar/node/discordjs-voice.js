'use strict';
// Voice for a bot on discord.js 14, without @discordjs/voice: const voice = await join(channel); voice.session.play('tune.opus')
const { AcordSession } = require('./acord-session');

/**
 * Goes to a voice channel, and passes on what the main gateway says, through moves, other regions and lost sessions.
 *
 * @param {VoiceBasedChannel} channel the channel
 * @param {object} [settings] as of AcordSession, and onEvent: takes all events
 * @returns {Promise} resolves when it is ready, with { session, leave() }; leave resolves with the exit code
 */
function join(channel, { onEvent = () => {}, ...settings } = {}) {
  return new Promise((resolve, reject) => {
    let state;
    let session;
    const ask = (channelId) =>
      gateway.sendPayload({
        op: 4,
        d: { guild_id: channel.guild.id, channel_id: channelId, self_mute: false, self_deaf: false },
      });
    const leave = () => {
      ask(null);
      gateway.destroy();
      return session.close();
    };
    const begin = (credentials) => {
      session = new AcordSession(credentials, settings);
      session.on('event', (event) => {
        if (event.ev === 'state' && event.state === 'ready') {
          resolve({ session, leave });
        } else if (event.ev === 'gateway' && ![4014, 4022].includes(event.closeCode)) {
          ask(state.channel_id); // after those the main gateway says by itself what is next
        }
        onEvent(event);
      });
      session.on('end', () => {
        gateway.destroy();
        reject(new Error('acord session ended; its log says why'));
      });
    };
    const gateway = channel.guild.voiceAdapterCreator({
      onVoiceStateUpdate(data) {
        if (data.channel_id) {
          state = data;
        } else {
          session?.close(); // kicked, or left
        }
      },
      // comes after the state of a join or a move, and alone when the region changes
      onVoiceServerUpdate(data) {
        if (!data.endpoint || !state) {
          return; // the service looks for another server, and says so
        }
        const now = {
          endpoint: data.endpoint,
          token: data.token,
          session: state.session_id,
          channel: state.channel_id,
        };
        if (session) {
          session.update(now);
        } else {
          begin({ ...now, guild: data.guild_id, user: channel.client.user.id });
        }
      },
      destroy() {
        session?.close();
      },
    });
    ask(channel.id);
  });
}

module.exports = { join };
