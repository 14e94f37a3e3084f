/** Words, numbers and times in the page's language; the smallest helpers of its script. */
export const WORDS_SCRIPT: string = String.raw`
const { scene, lang: firstLang, catalogues } = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const state = { lang: firstLang, region: 0, conflict: null, timeMs: null };
const byId = (id) => document.getElementById(id);
const region = () => scene.regions[state.region];

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const word = (name, values = {}) => fill(catalogues[state.lang].words[name], values);
const number = (value, digits = 0) =>
  new Intl.NumberFormat(state.lang + "-u-nu-latn", { maximumFractionDigits: digits }).format(value);
const counted = (what, n) => {
  const forms = catalogues[state.lang].counts[what];
  return fill(forms[new Intl.PluralRules(state.lang).select(n)] ?? forms.other, { n: number(n) });
};
const metres = (value) => word("metres", { n: number(value, value < 100 ? 1 : 0) });
const distance = (value) =>
  value < 10000 ? metres(value) : word("kilometres", { n: number(value / 1000, 1) });

const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const two = (n) => String(n).padStart(2, "0");
const group = (ms, isEnd) => {
  const date = new Date((isEnd ? Math.ceil(ms / 60000) : Math.floor(ms / 60000)) * 60000);
  return two(date.getUTCDate()) + two(date.getUTCHours()) + two(date.getUTCMinutes()) + "Z " +
    MONTHS[date.getUTCMonth()] + " " + two(date.getUTCFullYear() % 100);
};

// An element. Children are text or elements: what a file says never becomes markup.
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const draw = (name, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
// Times, ids and coordinates run left to right inside any text.
const latin = (text) => make("bdi", { dir: "ltr" }, text);
// A sentence with elements in the places of its {names}.
const sentence = (name, values) =>
  catalogues[state.lang].words[name].split(/(\{\w+\})/)
    .map((part) => values[part.slice(1, -1)] ?? part);
const windowOf = ({ startMs, endMs }) => {
  if (startMs !== null && endMs !== null)
    return [latin(group(startMs) + " – " + group(endMs, true))];
  if (startMs !== null) return sentence("from", { time: latin(group(startMs)) });
  if (endMs !== null) return sentence("until", { time: latin(group(endMs, true)) });
  return [word("always")];
};
const nameOf = (volume) => (volume.place === null ? volume.id : volume.id + " [" + volume.place + "]");
`;
