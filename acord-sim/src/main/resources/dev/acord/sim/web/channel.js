// The websocket to the server: connects again by itself, and says in words what is wrong.
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

export class Channel {
  constructor(handlers) {
    this.handlers = handlers;
    this.wait = FIRST_WAIT;
    this.path = `/socket?token=${encodeURIComponent(location.hash.slice(1))}`;
  }

  open() {
    let opened = false;
    this.socket = new WebSocket(`ws://${location.host}${this.path}`);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      opened = true;
      this.wait = FIRST_WAIT;
      this.handlers.opened();
    };
    this.socket.onmessage = ({ data }) => {
      if (typeof data === "string") {
        this.handlers.message(JSON.parse(data));
      } else {
        this.handlers.sound(data);
      }
    };
    this.socket.onclose = async () => {
      const why = opened ? "lost" : await this.whyRefused();
      this.handlers.closed(why, this.wait);
      if (why !== "token") {
        setTimeout(() => this.open(), this.wait);
        this.wait = Math.min(LONGEST_WAIT, 2 * this.wait);
      }
    };
  }

  /** A refused websocket does not say why; asking for the same address does. */
  async whyRefused() {
    try {
      const { status } = await fetch(this.path);
      return { 403: "token", 503: "full" }[status] ?? "lost";
    } catch {
      return "lost";
    }
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(command) {
    if (this.isOpen) {
      this.socket.send(JSON.stringify(command));
    }
  }

  /** Sound that the network does not take in time is old: it is left out. */
  sendSound(buffer) {
    if (this.isOpen && this.socket.bufferedAmount < 40000) {
      this.socket.send(buffer);
    }
  }
}
