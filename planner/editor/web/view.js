// The only place that knows screen pixels and a y that grows downwards.

export const LEAST = 4; // pixels a metre
export const MOST = 900;

export class View {
  constructor() {
    this.x = 0; // screen position of the plan's origin [px]
    this.y = 0;
    this.k = 50; // pixels a metre
    this.width = 1;
    this.height = 1;
    this.inset = { left: 20, top: 20, right: 0, bottom: 0 };
  }
  resize(width, height) { this.width = width; this.height = height; }
  toScreen(p) { return [this.x + p[0] * this.k, this.y - p[1] * this.k]; }
  toPlan(p) { return [(p[0] - this.x) / this.k, (this.y - p[1]) / this.k]; }
  /** Metres that so many pixels are. */
  metres(px) { return px / this.k; }
  get matrix() { return `matrix(${this.k} 0 0 ${-this.k} ${this.x} ${this.y})`; }

  panBy(dx, dy) { this.x += dx; this.y += dy; }
  zoomAt(factor, at) {
    const k = Math.min(MOST, Math.max(LEAST, this.k * factor)), g = k / this.k;
    this.x = at[0] - (at[0] - this.x) * g;
    this.y = at[1] - (at[1] - this.y) * g;
    this.k = k;
  }
  /** Two fingers: the plan follows them. */
  pinch(from, to) {
    const d = (a) => Math.hypot(a[1][0] - a[0][0], a[1][1] - a[0][1]) || 1;
    const m = (a) => [(a[0][0] + a[1][0]) / 2, (a[0][1] + a[1][1]) / 2];
    const [a, b] = [m(from), m(to)];
    this.panBy(b[0] - a[0], b[1] - a[1]);
    this.zoomAt(d(to) / d(from), b);
  }
  /** Where the camera must be so that bounds [m] fill the free part. */
  fitted([x0, y0, x1, y1], margin = { left: 46, right: 34, top: 34, bottom: 84 }) {
    const l = this.inset.left + margin.left, t = this.inset.top + margin.top;
    const w = Math.max(40, this.width - l - this.inset.right - margin.right), h = Math.max(40, this.height - t - this.inset.bottom - margin.bottom);
    const k = Math.min(MOST, Math.max(LEAST, Math.min(w / Math.max(x1 - x0, 0.5), h / Math.max(y1 - y0, 0.5))));
    return { k, x: l + w / 2 - (k * (x0 + x1)) / 2, y: t + h / 2 + (k * (y0 + y1)) / 2 };
  }
  set(camera) { Object.assign(this, camera); }
  get camera() { return { x: this.x, y: this.y, k: this.k }; }
}
