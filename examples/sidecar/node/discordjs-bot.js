#!/usr/bin/env node
'use strict';
// A bot on discord.js 14 that plays: /play FILE. Environment: DISCORD_TOKEN_FILE or DISCORD_TOKEN; MUSIC, a folder; ACORD, if the command is not
// acord. ACORD_OPTIONS (a JSON list) and DISCORD_API are for tests.
const fs = require('fs');
const path = require('path');
const { ApplicationCommandOptionType, Client, Events, GatewayIntentBits } = require('discord.js');
const { join } = require('./discordjs-voice');

const { DISCORD_API, DISCORD_TOKEN_FILE, MUSIC = '.', ACORD = 'acord', ACORD_OPTIONS = '[]' } = process.env;
const token = DISCORD_TOKEN_FILE ? fs.readFileSync(DISCORD_TOKEN_FILE, 'utf8').trim() : process.env.DISCORD_TOKEN;
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
  rest: DISCORD_API ? { api: DISCORD_API } : {},
});
const voices = new Map();

client.once(Events.ClientReady, () =>
  client.application.commands.set([
    {
      name: 'play',
      description: 'Plays a file',
      options: [{ name: 'file', description: 'Its name', type: ApplicationCommandOptionType.String, required: true }],
    },
    { name: 'stop', description: 'Stops, and leaves' },
  ]),
);

async function play(interaction) {
  const file = path.join(MUSIC, path.basename(interaction.options.getString('file')));
  const channel = interaction.member.voice.channel;
  if (!channel) {
    return 'Go to a voice channel first.';
  }
  if (!fs.existsSync(file)) {
    return `I have no ${path.basename(file)}.`;
  }
  if (!voices.has(channel.guild.id)) {
    const voice = await join(channel, { acord: [ACORD], options: JSON.parse(ACORD_OPTIONS) });
    voices.set(channel.guild.id, voice);
    voice.session.on('end', () => voices.delete(channel.guild.id));
  }
  voices.get(channel.guild.id).session.play(file);
  return `Playing ${path.basename(file)}.`;
}

client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) {
    return;
  }
  await interaction.deferReply();
  try {
    if (interaction.commandName === 'play') {
      await interaction.editReply(await play(interaction));
    } else {
      await voices.get(interaction.guildId)?.leave();
      await interaction.editReply('Bye.');
    }
  } catch (error) {
    await interaction.editReply(`That failed: ${error.message}`);
  }
});

client.login(token);
