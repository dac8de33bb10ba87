// Packets a second and jitter of each member over the last minute, as SVG; the same figures are in the table.
const SECONDS = 60;
const WIDTH = 300;
const HEIGHT = 40;
const SVG = "http://www.w3.org/2000/svg";

function figure(unit) {
  const box = document.createElement("figure");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  const path = document.createElementNS(SVG, "path");
  svg.append(path);
  const caption = document.createElement("figcaption");
  box.append(svg, caption);
  const values = [];
  return {
    box,
    add(name, value, least) {
      values.push(value);
      if (values.length > SECONDS) {
        values.shift();
      }
      const top = Math.max(least, ...values);
      const first = SECONDS - values.length;
      const points = values.map((v, i) => `${(((first + i) * WIDTH) / (SECONDS - 1)).toFixed(1)} ${(HEIGHT - 3 - (v / top) * (HEIGHT - 8)).toFixed(1)}`);
      path.setAttribute("d", `M${points.join("L")}`);
      caption.textContent = `${value} ${unit}`;
      svg.setAttribute("aria-label", `${name}: ${value} ${unit} now, at most ${top} in the last minute`);
    },
  };
}

export class Plots {
  constructor(root) {
    this.root = root;
    this.rows = new Map();
    this.nextMs = 0;
  }

  /** Takes a state in; a point is drawn each second. */
  add(members, nowMs) {
    if (nowMs < this.nextMs) {
      return;
    }
    this.nextMs = nowMs + 1000;
    const there = new Set(members.map((m) => m.id));
    for (const [id, row] of this.rows) {
      if (!there.has(id)) {
        row.element.remove();
        this.rows.delete(id);
      }
    }
    for (const member of members) {
      const row = this.rows.get(member.id) ?? this.newRow(member);
      const seconds = (nowMs - row.beforeMs) / 1000;
      const rate = seconds > 0 ? Math.round(Math.max(0, member.packets - row.before) / seconds) : 0;
      row.before = member.packets;
      row.beforeMs = nowMs;
      row.packets.add(member.name, rate, 60);
      row.jitter.add(member.name, Math.round((member.jitterMs ?? 0) * 10) / 10, 10);
    }
  }

  newRow(member) {
    const element = document.createElement("div");
    element.className = "plot";
    const name = document.createElement("b");
    name.textContent = member.name;
    const packets = figure("packets/s");
    const jitter = figure("ms jitter");
    element.append(name, packets.box, jitter.box);
    this.root.append(element);
    const row = { element, packets, jitter, before: member.packets, beforeMs: 0 };
    this.rows.set(member.id, row);
    return row;
  }
}
