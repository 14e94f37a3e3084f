/** Puts the page together, and listens to keyboard and pointer. */
export const START_SCRIPT: string = String.raw`
const paintWords = () => {
  const { dir, reviewed } = catalogues[state.lang];
  Object.assign(document.documentElement, { lang: state.lang, dir });
  document.title = word("title");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  byId("unreviewed").hidden = reviewed;
  svg.setAttribute("aria-label", word("map"));
  for (const [id, name] of [["zoom-in", "zoomIn"], ["zoom-out", "zoomOut"], ["zoom-all", "wholeRegion"], ["earlier", "earlier"], ["later", "later"], ["time", "time"]]) {
    byId(id).setAttribute("aria-label", word(name));
    byId(id).title = word(name);
  }
  paintSummary();
  paintSkipped();
  if (scene.regions.length === 0) return;
  paintRegions();
  paintConflicts();
  paintLegend();
};
const showRegion = (i) => {
  Object.assign(state, { region: i, conflict: null });
  paintRegion();
  paintConflicts();
  paintLegend();
  setUpTime();
  fitTo(region().bounds);
};
const fitScreen = () => {
  const { width, height } = byId("frame").getBoundingClientRect();
  if (width === 0 || height === 0) return;
  Object.assign(view, { width: Math.round(width), height: Math.round(height) });
  svg.setAttribute("viewBox", "0 0 " + view.width + " " + view.height);
  paintView();
};

const KEYS = {
  ArrowLeft: () => panBy(-60, 0), ArrowRight: () => panBy(60, 0),
  ArrowUp: () => panBy(0, -60), ArrowDown: () => panBy(0, 60),
  "+": () => zoomBy(1 / 1.5), "=": () => zoomBy(1 / 1.5), "-": () => zoomBy(1.5),
  0: () => fitTo(region().bounds),
};
const listen = () => {
  svg.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { left, top } = svg.getBoundingClientRect();
    zoomBy(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 400))), event.clientX - left, event.clientY - top);
  }, { passive: false });
  const pointers = new Map();
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  svg.addEventListener("pointermove", (event) => {
    const { left, top } = svg.getBoundingClientRect();
    byId("cursor").textContent = coordinates(projection.unproject(...toMap(event.clientX - left, event.clientY - top)));
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    if (others.length === 0) return panBy(before[0] - event.clientX, before[1] - event.clientY);
    const [[x, y]] = others;
    const apart = (at) => Math.max(1, Math.hypot(at[0] - x, at[1] - y));
    zoomBy(apart(before) / apart([event.clientX, event.clientY]), x - left, y - top);
  });
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, (event) => pointers.delete(event.pointerId));
  byId("zoom-in").addEventListener("click", () => zoomBy(1 / 1.6));
  byId("zoom-out").addEventListener("click", () => zoomBy(1.6));
  byId("zoom-all").addEventListener("click", () => fitTo(region().bounds));
  byId("regions").addEventListener("change", (event) => showRegion(Number(event.target.value)));
  new ResizeObserver(fitScreen).observe(byId("frame"));
};
const coordinates = ([lng, lat]) =>
  Math.abs(lat).toFixed(5) + (lat < 0 ? "° S  " : "° N  ") + Math.abs(lng).toFixed(5) + (lng < 0 ? "° W" : "° E");

byId("language").append(...Object.values(catalogues).map(({ lang, name }) =>
  make("option", { value: lang, lang, ...(lang === state.lang ? { selected: "" } : {}) }, name)));
byId("language").addEventListener("change", (event) => {
  state.lang = event.target.value;
  paintWords();
  if (scene.regions.length === 0) return;
  const { timeMs, conflict } = state;
  paintRegion();
  showTime(timeMs);
  paintView();
  if (conflict !== null) byId("conflicts").children[conflict].firstChild.setAttribute("aria-pressed", true);
});
paintWords();
if (scene.regions.length > 0) {
  showRegion(0);
  fitScreen();
  fitTo(region().bounds);
  listen();
} else for (const element of document.querySelectorAll("#frame, .time, #regions, #regions-heading")) element.hidden = true;
`;
