/* The canvas of a market. It shows the rest of the page the same face as vis-network: events, a
   scale, a position, and a way to move; what is drawn on it, others say. */

class Canvas {
  constructor(host) {
    this.host = host;
    this.element = make("canvas");
    this.context = this.element.getContext("2d");
    this.heard = {};
    this.position = { x: 0, y: 0 };
    this.scale = 1;
    this.pointers = new Map();
    host.append(this.element);
    this.listen();
  }

  on(event, action) { (this.heard[event] ??= []).push(action); }

  tell(event, ...told) { (this.heard[event] || []).forEach((action) => action(...told)); }

  getScale() { return this.scale; }

  getViewPosition() { return this.position; }

  setSize() { this.redraw(); }

  canvasToDOM({ x, y }) {
    return {
      x: (x - this.position.x) * this.scale + this.host.clientWidth / 2,
      y: (y - this.position.y) * this.scale + this.host.clientHeight / 2,
    };
  }

  toWorld(x, y) {
    return [
      (x - this.host.clientWidth / 2) / this.scale + this.position.x,
      (y - this.host.clientHeight / 2) / this.scale + this.position.y,
    ];
  }

  redraw() {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.draw();
    });
  }

  draw() {
    const { element, context, host, scale, position } = this;
    const [width, height] = [host.clientWidth, host.clientHeight];
    if (!width) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (element.width !== wide || element.height !== high) {
      [element.width, element.height] = [wide, high];
      [element.style.width, element.style.height] = [`${width}px`, `${height}px`];
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, wide, high);
    const unit = scale * ratio;
    context.setTransform(unit, 0, 0, unit, wide / 2 - position.x * unit, high / 2 - position.y * unit);
    this.tell("beforeDrawing", context);
    this.tell("afterDrawing", context);
  }

  moveTo({ position = this.position, scale = this.scale, animation = false }) {
    cancelAnimationFrame(this.moving);
    if (!animation) return this.place(position, scale);
    const [from, start, began] = [this.position, this.scale, performance.now()];
    const step = (now) => {
      const part = Math.min(1, Math.max(0, (now - began) / animation.duration));
      const eased = part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) * (1 - part);
      const zoomed = start * (scale / start) ** eased;
      const share = scale === start ? eased : (1 / start - 1 / zoomed) / (1 / start - 1 / scale);
      const between = (a, b) => a + (b - a) * share;
      this.place({ x: between(from.x, position.x), y: between(from.y, position.y) }, zoomed);
      if (part < 1) this.moving = requestAnimationFrame(step);
    };
    this.moving = requestAnimationFrame(step);
    return undefined;
  }

  place(position, scale) {
    Object.assign(this, { position, scale });
    this.redraw();
  }

  /* What lies under a point of the screen stays under it. */
  zoomAt(x, y, factor) {
    cancelAnimationFrame(this.moving);
    const scale = withinZoom(this.scale * factor);
    const [worldX, worldY] = this.toWorld(x, y);
    const share = 1 - this.scale / scale;
    const { x: fromX, y: fromY } = this.position;
    this.place({ x: fromX + (worldX - fromX) * share, y: fromY + (worldY - fromY) * share }, scale);
  }

  /* ---- pointer: one drags, two pinch, a still one clicks ---- */
  listen() {
    const { host } = this;
    host.style.touchAction = "none";
    host.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoomAt(event.offsetX, event.offsetY, Math.exp(-event.deltaY * 0.0016));
    }, { passive: false });
    host.addEventListener("pointerdown", (event) => this.press(event));
    host.addEventListener("pointermove", (event) => this.follow(event));
    for (const name of ["pointerup", "pointercancel"]) host.addEventListener(name, (event) => this.release(event));
    host.addEventListener("pointerleave", () => this.tell("hover", null));
  }

  press(event) {
    cancelAnimationFrame(this.moving);
    this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    this.host.setPointerCapture(event.pointerId);
    this.travelled = this.pointers.size > 1 ? Infinity : 0;
  }

  follow(event) {
    const at = [event.offsetX, event.offsetY];
    const before = this.pointers.get(event.pointerId);
    if (!before) return this.tell("hover", this.toWorld(...at));
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, at);
    this.travelled += Math.hypot(at[0] - before[0], at[1] - before[1]);
    if (other) {
      const far = ([x, y]) => Math.hypot(x - other[0], y - other[1]);
      this.zoomAt((at[0] + other[0]) / 2, (at[1] + other[1]) / 2, far(at) / Math.max(1, far(before)));
    }
    const share = other ? 2 : 1;
    const [dx, dy] = [at[0] - before[0], at[1] - before[1]].map((gap) => gap / this.scale / share);
    if (this.travelled > 3) this.place({ x: this.position.x - dx, y: this.position.y - dy }, this.scale);
    return undefined;
  }

  release(event) {
    const isClick = event.type === "pointerup" && this.pointers.size === 1 && this.travelled <= 3;
    this.pointers.delete(event.pointerId);
    if (isClick) this.tell("press", this.toWorld(event.offsetX, event.offsetY));
  }
}
