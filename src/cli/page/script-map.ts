/** The map: view, volumes, graticule, names, scale and north. East is right in every language. */
export const MAP_SCRIPT: string = String.raw`
const svg = byId("map");
const view = { x: 0, y: 0, perPixel: 1, width: 800, height: 560 };
let projection = null;
let paths = [];

const toScreen = (x, y) => [
  (x - view.x) / view.perPixel + view.width / 2,
  (y - view.y) / view.perPixel + view.height / 2,
];
const toMap = (px, py) => [
  view.x + (px - view.width / 2) * view.perPixel,
  view.y + (py - view.height / 2) * view.perPixel,
];

const fitTo = ([x0, y0, x1, y1], margin = 1.25) => {
  const span = Math.max((x1 - x0) / view.width, (y1 - y0) / view.height, 0.05) * margin;
  Object.assign(view, { x: (x0 + x1) / 2, y: (y0 + y1) / 2, perPixel: span });
  paintView();
};
const zoomBy = (factor, px = view.width / 2, py = view.height / 2) => {
  const [x, y] = toMap(px, py);
  view.perPixel = Math.min(40000, Math.max(0.01, view.perPixel * factor));
  const [nowX, nowY] = toMap(px, py);
  Object.assign(view, { x: view.x + x - nowX, y: view.y + y - nowY });
  paintView();
};
const panBy = (dx, dy) => {
  view.x += dx * view.perPixel;
  view.y += dy * view.perPixel;
  paintView();
};

const describe = (volume) => {
  const band = [volume.lowerM, volume.upperM].map((m) => (m === null ? "∞" : metres(m))).join(" – ");
  const span = make("span", {}, ...windowOf(volume)).textContent;
  return [nameOf(volume), volume.file, band, span].join("\n");
};
const paintRegion = () => {
  projection = makeProjection(region().center);
  const order = region().volumes.map((volume, i) => [volume, i]);
  const area = ([x0, y0, x1, y1]) => (x1 - x0) * (y1 - y0);
  // The large lie under the small, so that each can be pointed at.
  order.sort(([a], [b]) => area(b.bounds) - area(a.bounds));
  paths = [];
  byId("volumes").replaceChildren(...order.map(([volume, i]) => {
    const kind = "volume source" + (volume.source % 6) + (volume.isInConflict ? " conflict" : "");
    paths[i] = draw("g", { class: kind, "data-volume": i },
      draw("title", {}, describe(volume)),
      draw("path", { class: "ground", d: volume.path }),
      draw("path", { class: "shape", d: volume.path }));
    return paths[i];
  }));
  byId("movers").replaceChildren();
};

const isThere = ({ startMs, endMs }, timeMs) =>
  timeMs === null || ((startMs ?? -Infinity) <= timeMs && timeMs <= (endMs ?? Infinity));
const placeAt = ({ points, timesMs }, timeMs) => {
  const next = timesMs.findIndex((ms) => ms >= timeMs);
  if (next < 0 || (next === 0 && timesMs[0] > timeMs)) return null;
  if (next === 0) return points[0];
  const [from, to] = [timesMs[next - 1], timesMs[next]];
  const f = to > from ? (timeMs - from) / (to - from) : 0;
  return [0, 1].map((axis) => points[next - 1][axis] * (1 - f) + points[next][axis] * f);
};

// Shows what is there at the time chosen, and who is selected.
const paintTime = () => {
  const selected = state.conflict === null ? null : region().conflicts[state.conflict];
  const movers = [];
  let count = 0;
  for (const [i, volume] of region().volumes.entries()) {
    const mover = volume.track && state.timeMs !== null ? placeAt(volume.track, state.timeMs) : null;
    const isShown = isThere(volume, state.timeMs) && (!volume.track || state.timeMs === null || mover);
    paths[i].classList.toggle("away", !isShown);
    paths[i].classList.toggle("way", Boolean(mover));
    paths[i].classList.toggle("side-a", selected?.a === i);
    paths[i].classList.toggle("side-b", selected?.b === i);
    if (isShown) count += 1;
    if (mover) movers.push(draw("circle", {
      class: paths[i].getAttribute("class").replace(" way", "") + " mover",
      cx: mover[0], cy: mover[1], r: volume.track.radius,
    }));
  }
  if (selected) for (const i of [selected.a, selected.b]) paths[i].parentNode.append(paths[i]);
  byId("movers").replaceChildren(...movers);
  paintNames();
  return count;
};

const paintView = () => {
  const { x, y, perPixel, width, height } = view;
  const scale = 1 / perPixel;
  const [tx, ty] = [width / 2 - x * scale, height / 2 - y * scale];
  byId("world").setAttribute("transform", "matrix(" + [scale, 0, 0, scale, tx, ty].join(" ") + ")");
  byId("hatch").setAttribute("patternTransform", "scale(" + perPixel + ")");
  paintGraticule();
  paintNames();
};

const STEPS = [30, 20, 10, 5, 2, 1, 1/2, 1/3, 1/6, 1/12, 1/30, 1/60, 1/120, 1/180, 1/360, 1/720, 1/1800, 1/3600];
const degrees = (value, letters, step) => {
  const seconds = Math.round(Math.abs(value) * 3600);
  const [d, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const minutes = step < 1 ? two(m) + "′" : "";
  return d + "°" + minutes + (step < 1 / 60 - 1e-9 ? two(s) + "″" : "") + (value < 0 ? letters[1] : letters[0]);
};
const rangeInView = () => {
  let [lat0, lat1, turn0, turn1] = [90, -90, 0, 0];
  for (let i = 0; i <= 8; i++) for (let j = 0; j <= 8; j++) {
    const [lng, lat] = projection.unproject(...toMap((view.width * i) / 8, (view.height * j) / 8));
    const turn = ((lng - region().center[0] + 540) % 360) - 180;
    [lat0, lat1] = [Math.min(lat0, lat), Math.max(lat1, lat)];
    if (i + j === 0) [turn0, turn1] = [turn, turn];
    [turn0, turn1] = [Math.min(turn0, turn), Math.max(turn1, turn)];
  }
  return { lat0, lat1, turn0, turn1, holdsPole: lat1 > 88 || lat0 < -88 };
};
const stepFor = (span) => STEPS.find((step) => span / step >= 3.2) ?? STEPS.at(-1);

const paintGraticule = () => {
  const { lat0, lat1, turn0, turn1, holdsPole } = rangeInView();
  const lines = [];
  const labels = [];
  const [latStep, lngStep] = [stepFor(lat1 - lat0), holdsPole ? 30 : stepFor(turn1 - turn0)];
  const [west, east] = holdsPole ? [-180, 180] : [turn0 - lngStep, turn1 + lngStep];
  const south = Math.max(-90, lat0 - latStep);
  const north = Math.min(90, lat1 + latStep);
  const trace = (at) => Array.from({ length: 49 }, (_, i) => at(i / 48));
  const line = (points) => lines.push(draw("path", { class: "meridian", d: "M" + points.map((p) => p.join(" ")).join("L") }));
  for (let k = Math.ceil(south / latStep); k * latStep <= north; k++) {
    const points = trace((f) => projection.project(region().center[0] + west + f * (east - west), k * latStep));
    line(points);
    const at = crossing(points, 0, 8);
    if (at && at[1] < view.height - 34 && at[1] > 60) labels.push([8, at[1] - 5, degrees(k * latStep, "NS", latStep), "start"]);
  }
  const first = region().center[0] + west;
  for (let k = Math.ceil(first / lngStep); k * lngStep <= region().center[0] + east; k++) {
    const points = trace((f) => projection.project(k * lngStep, south + f * (north - south)));
    line(points);
    const lng = ((k * lngStep + 540) % 360) - 180;
    const at = crossing(points, 1, view.height - 8);
    if (at && at[0] > 76 && at[0] < view.width - 70) labels.push([at[0] + 5, view.height - 8, degrees(lng, "EW", lngStep), "start"]);
  }
  byId("graticule").replaceChildren(...lines);
  byId("furniture").replaceChildren(
    ...labels.map(([x, y, text, anchor]) => draw("text", { x, y, class: "degree", "text-anchor": anchor }, text)),
    ...scaleBar(), northArrow());
};
// Where a line passes the screen's column (axis 0) or row (axis 1) at "value".
const crossing = (points, axis, value) => {
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [toScreen(...points[i - 1]), toScreen(...points[i])];
    if (a[axis] > value === b[axis] > value) continue;
    const f = (value - a[axis]) / (b[axis] - a[axis]);
    return [a[0] + f * (b[0] - a[0]), a[1] + f * (b[1] - a[1])];
  }
  return null;
};

const scaleBar = () => {
  const metresPerPixel = view.perPixel / projection.scaleAt(view.x, view.y);
  const room = 180 * metresPerPixel;
  const power = 10 ** Math.floor(Math.log10(room));
  const length = [5, 2, 1].find((n) => n * power <= room) * power;
  const px = length / metresPerPixel;
  const [x, y] = [view.width - 24 - px, view.height - 34];
  return [
    draw("path", { class: "scale-halo", d: "M" + x + " " + (y - 7) + "v7h" + px + "v-7" }),
    draw("path", { class: "scale", d: "M" + x + " " + (y - 7) + "v7h" + px + "v-7" }),
    draw("text", { x: x + px / 2, y: y - 8, class: "scale-text", "text-anchor": "middle" },
      length >= 1000 ? word("kilometres", { n: number(length / 1000) }) : word("metres", { n: number(length, 2) })),
  ];
};
const northArrow = () => {
  const turn = projection.northAt(view.x, view.y);
  return draw("g", { class: "north", transform: "translate(" + (view.width - 40) + " 44) rotate(" + turn + ")" },
    draw("path", { d: "M0 -26 10 12 0 5 -10 12Z" }),
    draw("text", { y: 30, "text-anchor": "middle" }, word("north")));
};

// What is too small to see at this scale is marked all the same.
const SPECK_PX = 12;
const isSpeck = ({ bounds: [x0, y0, x1, y1] }) => Math.max(x1 - x0, y1 - y0) < SPECK_PX * view.perPixel;
const paintSpecks = () => {
  const specks = [];
  for (const [i, volume] of region().volumes.entries()) {
    if (!isSpeck(volume) || paths[i].classList.contains("away")) continue;
    const [x, y] = toScreen(...volume.label);
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    specks.push(draw("circle", { cx: x, cy: y, r: 7, class: "speck source" + (volume.source % 6) + (volume.isInConflict ? " conflict" : "") }));
  }
  byId("specks").replaceChildren(...specks);
};

const NAMES_MAX = 120;
const paintNames = () => {
  paintSpecks();
  const selected = state.conflict === null ? null : region().conflicts[state.conflict];
  const rank = (i) => (selected && (selected.a === i || selected.b === i) ? 0 : region().volumes[i].isInConflict ? 1 : 2);
  const order = region().volumes.map((_, i) => i).filter((i) => !paths[i]?.classList.contains("away"))
    .sort((a, b) => rank(a) - rank(b) || a - b);
  const taken = [];
  const names = [];
  const seen = new Set();
  for (const i of order) {
    const volume = region().volumes[i];
    const side = selected?.a === i ? "A" : selected?.b === i ? "B" : "";
    const mover = volume.track && state.timeMs !== null ? placeAt(volume.track, state.timeMs) : null;
    const [x, middle] = toScreen(...(mover ?? volume.label));
    const y = middle + (isSpeck(volume) ? 20 : 0);
    const text = volume.id.length > 34 ? volume.id.slice(0, 33) + "…" : volume.id;
    const half = side ? text.length * 5.3 + 24 : text.length * 4.6 + 6;
    const box = [x - half, y - 14, x + half, y + 10];
    if (!side && (seen.has(volume.id + volume.file) || x < 0 || y < 0 || x > view.width || y > view.height)) continue;
    if (taken.some((b) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])) {
      if (!side) continue;
      box[1] += 26;
      box[3] += 26;
    }
    taken.push(box);
    seen.add(volume.id + volume.file);
    const at = { x: x + (side ? 14 : 0), y: box[3] - 6, class: side ? "name chosen" : "name", "text-anchor": "middle" };
    if (side) names.push(
      draw("circle", { cx: x - half + 4, cy: box[3] - 11, r: 12, class: "badge side-" + side.toLowerCase() }),
      draw("text", { x: x - half + 4, y: box[3] - 6, class: "badge-text", "text-anchor": "middle" }, side));
    names.push(draw("text", at, text));
    if (names.length >= NAMES_MAX) break;
  }
  byId("names").replaceChildren(...names);
};
`;
