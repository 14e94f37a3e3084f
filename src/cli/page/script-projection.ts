/** The region's projection again, for the browser: the same formulas as picture/projection.ts. */
export const PROJECTION_SCRIPT: string = String.raw`
const RAD = Math.PI / 180;
const EQUATORIAL_M = 6378137;
const E2 = 0.0066943799901413165;
const E = Math.sqrt(E2);
const conformal = (lat, way) => {
  const bent = E * Math.sin(lat.bend ?? lat.value);
  const stretch = Math.pow((1 - bent) / (1 + bent), (way * E) / 2);
  return 2 * Math.atan(Math.tan(Math.PI / 4 + lat.value / 2) * stretch) - Math.PI / 2;
};
const toSphere = (lat) => conformal({ value: lat }, 1);
const fromSphere = (chi) => {
  let lat = chi;
  for (let i = 0; i < 6; i++) lat = conformal({ value: chi, bend: lat }, -1);
  return lat;
};
const parallel = (lat) => Math.cos(lat) / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);

const makeProjection = ([lngDeg, latDeg]) => {
  const middle = toSphere(latDeg * RAD);
  const [sinMiddle, cosMiddle] = [Math.sin(middle), Math.cos(middle)];
  const reachM = (2 * EQUATORIAL_M * parallel(latDeg * RAD)) / cosMiddle;
  const project = (lng, lat) => {
    const chi = toSphere(lat * RAD);
    const turn = (lng - lngDeg) * RAD;
    const [sin, cos] = [Math.sin(chi), Math.cos(chi)];
    const a = reachM / Math.max(1e-3, 1 + sinMiddle * sin + cosMiddle * cos * Math.cos(turn));
    return [a * cos * Math.sin(turn), -a * (cosMiddle * sin - sinMiddle * cos * Math.cos(turn))];
  };
  const unproject = (x, y) => {
    const out = Math.hypot(x, y);
    if (out === 0) return [lngDeg, latDeg];
    const arc = 2 * Math.atan(out / reachM);
    const [sin, cos] = [Math.sin(arc), Math.cos(arc)];
    const chi = Math.asin(Math.max(-1, Math.min(1, cos * sinMiddle - (y * sin * cosMiddle) / out)));
    const turn = Math.atan2(x * sin, out * cosMiddle * cos + y * sinMiddle * sin);
    return [((lngDeg + turn / RAD + 540) % 360) - 180, fromSphere(chi) / RAD];
  };
  // Metres on the map for a metre on the ground.
  const scaleAt = (x, y) => {
    const lat = unproject(x, y)[1] * RAD;
    const chi = toSphere(lat);
    const arc = 2 * Math.atan(Math.hypot(x, y) / reachM);
    return (reachM * Math.cos(chi)) / (1 + Math.cos(arc)) / (EQUATORIAL_M * parallel(lat));
  };
  // The bearing of north on the map, clockwise from up.
  const northAt = (x, y) => {
    const [lng, lat] = unproject(x, y);
    const [nx, ny] = project(lng, Math.min(89.9999, lat + 0.01));
    return Math.atan2(nx - x, y - ny) / RAD;
  };
  return { project, unproject, scaleAt, northAt };
};
`;
