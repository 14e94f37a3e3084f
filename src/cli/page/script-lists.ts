/** Regions, conflicts, skipped records and the legend, beside the map. */
export const LISTS_SCRIPT: string = String.raw`
const place = ([lng, lat]) =>
  Math.abs(lat).toFixed(2) + (lat < 0 ? " S " : " N ") + Math.abs(lng).toFixed(2) + (lng < 0 ? " W" : " E");

const paintRegions = () => {
  byId("regions").replaceChildren(...scene.regions.map((region, i) => {
    const text = [place(region.center), counted("records", region.recordCount), counted("conflicts", region.conflicts.length)];
    return make("option", { value: i, ...(i === state.region ? { selected: "" } : {}) }, "\u2068" + text.join("\u2069 · \u2068") + "\u2069");
  }));
};

const conflictRow = (conflict, i) => {
  const [a, b] = [conflict.a, conflict.b].map((place) => region().volumes[place]);
  const row = make("button", { type: "button", "aria-pressed": state.conflict === i });
  const side = (letter, volume) => make("span", { class: "side" },
    make("b", { class: "letter side-" + letter.toLowerCase() }, letter), " ",
    make("bdi", { class: "id" }, nameOf(volume)), " ",
    make("small", {}, latin(volume.file.split("/").at(-1))));
  const isSure = conflict.isSure ? "sure" : "within-tolerance";
  const span = make("span", {}, ...windowOf(conflict));
  row.append(side("A", a), side("B", b),
    make("span", { class: "facts" },
      word("lateral") + " ", make("bdi", {}, distance(conflict.lateralM)), " · ",
      word("vertical") + " ", make("bdi", {}, distance(conflict.verticalM)), " · " + word(isSure)),
    make("span", { class: "facts" }, ...(conflict.areWindowsApart ? sentence("windowsApart", { window: span }) : [span])),
    make("span", { class: "facts" }, word("minima") + " ",
      make("bdi", {}, [metres(conflict.minima.lateralM), metres(conflict.minima.verticalM),
        word("seconds", { n: number(conflict.minima.timeS, 1) })].join(" / "))));
  row.addEventListener("click", () => choose(state.conflict === i ? null : i));
  return make("li", {}, row);
};
const paintConflicts = () => {
  byId("conflicts").replaceChildren(...region().conflicts.map(conflictRow));
  byId("verdict").textContent = region().conflicts.length > 0 ? counted("conflicts", region().conflicts.length) : word("noConflictsHere");
};
const choose = (i) => {
  state.conflict = i;
  for (const [k, row] of [...byId("conflicts").children].entries())
    row.firstChild.setAttribute("aria-pressed", k === i);
  if (i !== null) {
    const conflict = region().conflicts[i];
    const [a, b] = [conflict.a, conflict.b].map((place) => region().volumes[place].bounds);
    const both = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
    if (state.timeMs !== null && !isThere(conflict, state.timeMs)) showTime(conflict.startMs ?? conflict.endMs);
    fitTo(both, 1.5);
  }
  paintTime();
};

const paintSkipped = () => {
  byId("skipped-section").hidden = scene.skipped.length === 0;
  byId("skipped").replaceChildren(...scene.skipped.map(({ file, at, reason }) =>
    make("li", {}, make("b", {}, latin(file.split("/").at(-1))), " · ", latin(at), make("br"), make("bdi", { dir: "auto" }, reason))));
};

const swatch = (kind) => {
  const picture = draw("svg", { class: "swatch", viewBox: "0 0 44 26", "aria-hidden": "true" });
  const box = { x: 4, y: 4, width: 36, height: 18 };
  if (kind === "mover") picture.append(draw("circle", { cx: 22, cy: 13, r: 9, class: "mover source0" }));
  else picture.append(draw("g", { class: "volume " + kind }, draw("rect", { ...box, class: "ground" }), draw("rect", { ...box, class: "shape" })));
  return picture;
};
const paintLegend = () => {
  const here = new Set(region().volumes.map(({ source }) => source));
  const rows = scene.sources.flatMap((source, i) => !here.has(i) ? [] : [make("li", {}, swatch("source" + (i % 6)), " ",
    ...(source.isParty ? [make("bdi", {}, source.name)] : sentence("legendUnnamed", { file: latin(source.name.split("/").at(-1)) })))]);
  rows.push(make("li", {}, swatch("source0 conflict swatched"), " ", word("legendConflict")));
  rows.push(make("li", {}, swatch("source0 side-a"), " ", word("legendSelected")));
  if (region().volumes.some(({ track }) => track)) rows.push(make("li", {}, swatch("mover"), " ", word("legendMoving")));
  byId("legend").replaceChildren(...rows);
};

const paintSummary = () => {
  const time = latin(group(scene.atMs));
  const parts = [counted("conflicts", scene.conflictCount), counted("records", scene.recordCount), counted("regions", scene.regions.length)];
  if (scene.skipped.length > 0) parts.push(counted("skipped", scene.skipped.length));
  const lines = [make("span", { class: "counts" }, parts.join(" · ") + " · ", ...sentence("asOf", { time }))];
  if (scene.conflictCount === 0) lines.push(make("strong", {}, ...sentence(scene.skipped.length > 0 ? "incomplete" : "noOverlap", { time: latin(group(scene.atMs)) })));
  if (scene.drawnCount < scene.recordCount) lines.push(make("strong", { class: "warning" }, word("notDrawn", { n: number(scene.drawnCount), total: number(scene.recordCount) })));
  if (scene.listedCount < scene.conflictCount) lines.push(make("strong", { class: "warning" }, word("notListed", { n: number(scene.listedCount), total: number(scene.conflictCount) })));
  byId("summary").replaceChildren(...lines.flatMap((line, i) => (i === 0 ? [line] : [make("br"), line])));
};
`;
