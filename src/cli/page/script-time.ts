/** The time bar: one time or all, steps from change to change, and play. Later is to the right. */
export const TIME_SCRIPT: string = String.raw`
const MINUTE = 60000;
const slider = byId("time");
let changes = [];
let player = null;

const setUpTime = () => {
  const bounds = region().volumes.flatMap(({ startMs, endMs }) => [startMs, endMs]).filter((ms) => ms !== null);
  changes = [...new Set(bounds)].sort((a, b) => a - b);
  const isTimed = changes.length > 0;
  for (const id of ["time", "earlier", "later", "play", "all-times"]) byId(id).disabled = !isTimed;
  if (isTimed) {
    slider.min = Math.floor(changes[0] / MINUTE);
    slider.max = Math.ceil(changes.at(-1) / MINUTE);
  }
  stop();
  showTime(null);
};

const firstTime = () => Math.min(changes.at(-1), Math.max(changes[0], scene.atMs));
const showTime = (timeMs) => {
  state.timeMs = timeMs;
  const count = paintTime();
  const isAll = timeMs === null;
  byId("frame").classList.toggle("all", isAll);
  byId("all-times").setAttribute("aria-pressed", isAll);
  byId("mode").replaceChildren(isAll ? word("allTimes") : latin(group(timeMs)));
  byId("clock").textContent = isAll ? "" : group(timeMs);
  byId("there").textContent = changes.length === 0 ? word("noTimes") : isAll ? "" : counted("there", count);
  slider.value = Math.round((timeMs ?? (changes.length > 0 ? firstTime() : 0)) / MINUTE);
  slider.setAttribute("aria-valuetext", isAll ? word("allTimes") : group(timeMs));
};

const stepTo = (way) => {
  stop();
  const now = state.timeMs ?? firstTime();
  const next = way > 0 ? changes.find((ms) => ms > now) : changes.findLast((ms) => ms < now);
  showTime(next ?? now);
};
const stop = () => {
  clearInterval(player);
  player = null;
  byId("play").textContent = "▶";
  byId("play").setAttribute("aria-label", word("play"));
};
const play = () => {
  const [from, to] = [changes[0], changes.at(-1)];
  const step = Math.max(MINUTE, (to - from) / 300);
  if (state.timeMs === null || state.timeMs >= to) showTime(from);
  byId("play").textContent = "❚❚";
  byId("play").setAttribute("aria-label", word("pause"));
  player = setInterval(() => {
    showTime(Math.min(to, state.timeMs + step));
    if (state.timeMs >= to) stop();
  }, 100);
};

byId("all-times").addEventListener("click", () => {
  stop();
  showTime(state.timeMs === null ? firstTime() : null);
});
byId("earlier").addEventListener("click", () => stepTo(-1));
byId("later").addEventListener("click", () => stepTo(1));
byId("play").addEventListener("click", () => (player === null ? play() : stop()));
slider.addEventListener("input", () => {
  stop();
  showTime(Number(slider.value) * MINUTE);
});
`;
