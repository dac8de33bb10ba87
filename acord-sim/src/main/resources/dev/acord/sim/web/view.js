// Shows a state. Elements are kept and changed, never rebuilt, so that focus and screen readers stay where they are.
const $ = (id) => document.getElementById(id);
const FLOOR_DB = -60;

function set(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Digits in fives, as they are read to each other. */
const grouped = (digits) => digits.replace(/(\d{5})(?=\d)/g, "$1 ");

/** Keeps one child of an element for each item: made when it comes, changed while it is there, removed when it goes. */
class Rows {
  constructor(root, create, update) {
    Object.assign(this, { root, create, update, rows: new Map() });
  }

  show(items) {
    const there = new Set(items.map((item) => item.id));
    for (const [id, row] of this.rows) {
      if (!there.has(id)) {
        row.elements.forEach((element) => element.remove());
        this.rows.delete(id);
      }
    }
    for (const item of items) {
      let row = this.rows.get(item.id);
      if (!row) {
        row = this.create(item);
        this.rows.set(item.id, row);
        this.root.append(...row.elements);
      }
      this.update(row, item);
    }
  }
}

function card(member) {
  const li = document.createElement("li");
  li.dataset.id = member.id;
  const colour = [...member.id].reduce((sum, digit) => sum + Number(digit), 0) % 6;
  const face = make("span", `face c${colour}`, member.name.slice(0, 1));
  face.setAttribute("aria-hidden", "true");
  const name = make("span", "name", member.name + (member.you ? " (you)" : ""));
  const doing = make("span", "doing");
  const level = make("div", "level");
  level.setAttribute("aria-hidden", "true");
  const bar = document.createElement("span");
  level.append(bar);
  li.append(face, name, doing, level);
  return { elements: [li], li, doing, bar };
}

function showCard(row, member) {
  const level = member.speaking ? member.levelDbfs : -96;
  row.li.classList.toggle("speaking", member.speaking);
  const state = member.state === "ready" ? (member.you ? "muted" : "silent") : member.state;
  set(row.doing, member.speaking ? `speaking, ${Math.round(level)} dB` : state);
  row.bar.style.transform = `scaleX(${Math.max(0, Math.min(1, 1 - level / FLOOR_DB)).toFixed(3)})`;
}

function tableRow(member) {
  const tr = document.createElement("tr");
  const head = make("th", "", member.name);
  head.scope = "row";
  const cells = ["packets", "lost", "late", "jitterMs", "delayMs", "resumes"].map((key) => {
    const td = document.createElement("td");
    td.dataset.key = key;
    return td;
  });
  tr.dataset.id = member.id;
  tr.append(head, ...cells);
  return { elements: [tr], cells };
}

function showTableRow(row, member) {
  for (const cell of row.cells) {
    const value = member[cell.dataset.key];
    const unit = cell.dataset.key.endsWith("Ms") ? " ms" : "";
    set(cell, value === undefined ? "–" : `${Math.round(value * 10) / 10}${unit}`);
  }
}

export class View {
  constructor() {
    this.cards = new Rows($("members"), card, showCard);
    this.figures = new Rows($("figures"), tableRow, showTableRow);
    this.codes = new Rows($("codes"), ({ name }) => {
      const code = document.createElement("dd");
      return { elements: [make("dt", "", name), code], code };
    }, (row, { code }) => set(row.code, grouped(code)));
    this.targets = new Rows($("target"), ({ id, name }) => {
      const option = make("option", "", name);
      option.value = id;
      return { elements: [option] };
    }, () => {});
    this.breaches = new Rows($("violations"), ({ text }) => ({ elements: [make("li", "", text)] }), () => {});
  }

  status(text, kind) {
    set($("status"), text);
    $("status").className = `pill ${kind}`;
  }

  alert(text) {
    set($("alert"), text);
    $("alert").hidden = !text;
  }

  show(state) {
    set($("count"), `(${state.members.length})`);
    this.cards.show(state.members);
    this.figures.show(state.members);
    this.targets.show(state.members);
    this.codes.show(state.members.filter((member) => member.code));
    const { version, epoch, settled, ready, privacyCode } = state.dave;
    set($("dave-version"), String(version));
    set($("dave-epoch"), String(epoch));
    set($("privacy"), privacyCode ? grouped(privacyCode) : "not yet");
    const encrypted = version > 0 && ready;
    set($("dave-state"), encrypted ? "encrypted" : version > 0 && !settled ? "changing keys" : "not encrypted");
    $("dave-state").className = `pill ${encrypted ? "good" : ""}`;
    const { lost, delivered } = state.network;
    set($("network-lost"), lost + delivered > 0 ? `${lost} of ${lost + delivered} datagrams lost` : "");
    const { total, list } = state.violations;
    set($("violations-count"), total === 0 ? "none" : String(total));
    $("violations-count").className = `pill ${total === 0 ? "good" : "bad"}`;
    this.breaches.show(list.map((each, i) => ({ id: `${total - list.length + i}`, text: `${each.name}: ${each.rule}: ${each.detail}` })));
  }
}
