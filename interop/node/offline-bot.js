'use strict';
// A music bot on discord.js and @discordjs/voice, as anybody would write it; only "rest.api" knows that Discord is not Discord.
// Environment: DISCORD_API, DISCORD_TOKEN, TUNE (a JSON list of Opus packets in base64).
// One JSON object a line goes out: {"ev":"up"|"heard"|"state"|"error", ...}. The end of its input ends it.
const fs = require('fs');
const { Readable } = require('stream');
const { Client, Events, GatewayIntentBits, MessageFlags, version } = require('discord.js');
const voice = require('@discordjs/voice');

const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const client = new Client({
  intents: [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildVoiceStates,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.MessageContent,
  ],
  rest: { api: process.env.DISCORD_API },
});

function play(connection) {
  const packets = JSON.parse(fs.readFileSync(process.env.TUNE)).map((packet) => Buffer.from(packet, 'base64'));
  const player = voice.createAudioPlayer();
  connection.subscribe(player);
  player.on('error', (error) => say({ ev: 'error', message: String(error) }));
  player.play(voice.createAudioResource(Readable.from(packets), { inputType: voice.StreamType.Opus }));
}

client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) {
    return;
  }
  if (interaction.commandName === 'bye') {
    voice.getVoiceConnection(interaction.guildId)?.destroy();
    await interaction.reply({ content: 'bye', flags: MessageFlags.Ephemeral });
    return;
  }
  await interaction.deferReply();
  const channel = interaction.member.voice.channel;
  const connection = voice.joinVoiceChannel({
    guildId: interaction.guildId,
    channelId: channel.id,
    selfDeaf: false,
    adapterCreator: interaction.guild.voiceAdapterCreator,
  });
  connection.on('stateChange', (from, to) => say({ ev: 'state', state: to.status }));
  await voice.entersState(connection, voice.VoiceConnectionStatus.Ready, 60_000);
  connection.receiver
    .subscribe(interaction.user.id)
    .on('data', (packet) => say({ ev: 'heard', packet: packet.toString('base64') }));
  play(connection);
  await interaction.editReply(`Playing ${interaction.options.getString('title')} in ${channel.name}`);
});

client.on(Events.MessageCreate, (message) => {
  if (!message.author.bot && message.content === '!ping') {
    message.reply('pong');
  }
});

client.once(Events.ClientReady, async () => {
  await client.application.commands.set([
    {
      name: 'play',
      description: 'Plays a tone',
      options: [{ type: 3, name: 'title', description: 'What it is called', required: true }],
    },
    { name: 'bye', description: 'Leaves' },
  ]);
  say({ ev: 'up', version });
});
client.on(Events.Error, (error) => say({ ev: 'error', message: String(error) }));
process.on('unhandledRejection', (error) => say({ ev: 'error', message: String(error && error.stack) }));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
client.login(process.env.DISCORD_TOKEN);
