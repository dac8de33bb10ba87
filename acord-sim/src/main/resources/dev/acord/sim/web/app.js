import { Channel } from "/channel.js";
import { Plots } from "/plots.js";
import { Sound } from "/sound.js";
import { View } from "/view.js";

const $ = (id) => document.getElementById(id);
const view = new View();
const plots = new Plots($("plots"));
const sound = new Sound((samples) => channel.sendSound(samples));
let state;

const channel = new Channel({
  opened() {
    view.status("Connected", "good");
    view.alert("");
    sound.talking = false;
    showTalk();
    channel.send({ cmd: "listen", on: sound.listening });
  },
  message(message) {
    if (message.type === "error") {
      view.alert(message.message);
      return;
    }
    state = message;
    const own = state.members.find((member) => member.you);
    if (own) {
      own.levelDbfs = sound.level;
    }
    view.show(state);
    plots.add(state.members, performance.now());
    showSettings();
    view.status(state.connection === "ready" ? "In the channel" : `Voice: ${state.connection.replaceAll("_", " ")}`, state.connection === "ready" ? "good" : "");
    if (state.trouble) {
      view.alert(state.trouble);
    }
  },
  sound: (buffer) => sound.heard(buffer),
  closed(why, waitMs) {
    view.status("Not connected", "bad");
    sound.talking = false;
    showTalk();
    view.alert({
      token: "This link is not valid any more. Open the link that the program printed when it started.",
      full: "As many pages are open as are allowed. Close another one; this page tries again by itself.",
      lost: `The connection to the server is lost: trying again every ${Math.ceil(waitMs / 1000)} s. Is the program still running?`,
    }[why]);
  },
});

async function listen() {
  try {
    await sound.start();
  } catch (error) {
    view.alert(`The browser cannot play sound: ${error.message}`);
    return;
  }
  sound.listening = !sound.listening;
  channel.send({ cmd: "listen", on: sound.listening });
  $("listen").setAttribute("aria-pressed", String(sound.listening));
  $("listen").textContent = sound.listening ? "Listening" : "Listen";
}

let wanted = false;

async function talk(on) {
  wanted = on;
  if (on) {
    try {
      await sound.openMicrophone($("clean").checked);
    } catch (error) {
      wanted = false;
      view.alert(error.name === "NotAllowedError"
        ? "The microphone was refused. Allow it in the browser's address bar, and try again."
        : error.name === "NotFoundError" ? "There is no microphone." : error.message);
      return;
    }
  }
  if (wanted === on && on !== sound.talking && channel.isOpen) {
    sound.talking = on;
    channel.send({ cmd: "talk", on });
    showTalk();
  }
}

function showTalk() {
  $("talk").setAttribute("aria-pressed", String(sound.talking));
  $("talk").textContent = sound.talking ? "Microphone on" : "Microphone off";
}

/** Space belongs to a control that has the focus, and else to the microphone. */
function spaceIsFree(event) {
  return event.code === "Space" && !event.target.closest("button, input, select, a, [contenteditable]");
}

let held = false;
document.addEventListener("keydown", (event) => {
  if (spaceIsFree(event)) {
    event.preventDefault();
    if (!event.repeat && !sound.talking) {
      held = true;
      talk(true);
    }
  }
});
function release() {
  if (held) {
    held = false;
    talk(false);
  }
}
document.addEventListener("keyup", (event) => event.code === "Space" && release());
window.addEventListener("blur", release);

const SLIDERS = [
  { key: "loss", label: "Loss", most: 60, unit: " %", factor: 0.01 },
  { key: "jitterMs", label: "Jitter", most: 200, unit: " ms", factor: 1 },
  { key: "delayMs", label: "Delay", most: 500, unit: " ms", factor: 1 },
  { key: "reorder", label: "Overtaking", most: 50, unit: " %", factor: 0.01 },
  { key: "duplicate", label: "Duplicates", most: 50, unit: " %", factor: 0.01 },
  { key: "rateKbit", label: "Bandwidth", most: 512, unit: " kbit/s", factor: 1, zero: "no limit" },
];

function showSlider(slider) {
  const value = slider.input.valueAsNumber;
  const text = value === 0 && slider.zero ? slider.zero : `${value}${slider.unit}`;
  slider.output.textContent = text;
  slider.input.setAttribute("aria-valuetext", text);
}

for (const slider of SLIDERS) {
  const row = document.createElement("div");
  row.className = "slider";
  const label = document.createElement("label");
  label.htmlFor = slider.key;
  label.textContent = slider.label;
  slider.input = Object.assign(document.createElement("input"), { type: "range", id: slider.key, min: 0, max: slider.most, value: 0 });
  slider.output = document.createElement("output");
  slider.output.htmlFor = slider.key;
  slider.output.setAttribute("aria-live", "off"); // the slider itself says its value
  slider.input.addEventListener("input", () => {
    showSlider(slider);
    sendNetwork();
  });
  row.append(label, slider.input, slider.output);
  $("sliders").append(row);
  showSlider(slider);
}

let changedMs = -Infinity;

function sendNetwork() {
  changedMs = performance.now();
  const command = { cmd: "network", user: $("target").value };
  for (const { key, input, factor } of SLIDERS) {
    command[key] = input.valueAsNumber * factor;
  }
  channel.send(command);
}

/** Shows what is set, also by another page; not while it is being changed here. */
function showSettings() {
  if (performance.now() - changedMs < 1500) {
    return;
  }
  const { settings } = state.network;
  const now = settings[$("target").value] ?? settings["0"] ?? {};
  for (const slider of SLIDERS) {
    const value = Math.round((now[slider.key] ?? 0) / slider.factor);
    if (slider.input.valueAsNumber !== value) {
      slider.input.value = value;
      showSlider(slider);
    }
  }
}

$("network").addEventListener("submit", (event) => event.preventDefault());
$("target").addEventListener("change", () => state && showSettings());
$("perfect").addEventListener("click", () => {
  for (const slider of SLIDERS) {
    slider.input.value = 0;
    showSlider(slider);
  }
  sendNetwork();
});
for (const button of document.querySelectorAll("[data-fault]")) {
  button.addEventListener("click", () => {
    const target = $("target").value;
    const struck = target === "0" ? (state?.members ?? []).filter((m) => m.state === "ready").map((m) => m.id) : [target];
    struck.forEach((user) => channel.send({ cmd: "fault", user, kind: button.dataset.fault }));
  });
}
$("listen").addEventListener("click", listen);
$("talk").addEventListener("click", () => talk(!sound.talking));
$("volume").addEventListener("input", () => sound.setVolume($("volume").valueAsNumber / 100));
$("clean").addEventListener("change", async () => {
  if (sound.talking) {
    await talk(false);
    await talk(true);
  }
});

/** For the console, and for tests. */
window.acord = { sound, channel };
channel.open();
