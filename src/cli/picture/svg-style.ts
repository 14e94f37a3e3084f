/** The sheet's style: dark on white, for paper. */
export const SHEET_STYLE: string = `
text { font-family: system-ui, "IBM Plex Sans", "IBM Plex Sans Arabic", "Noto Sans", "Noto Sans Arabic", "DejaVu Sans", sans-serif; fill: #16202c; }
.sheet { fill: #fff; } .map { fill: #fbfcfd; stroke: #c3ccd6; }
.title { font-size: 24px; font-weight: 700; } .counts { font-size: 17px; font-weight: 600; } .foot { font-size: 14px; }
.grid { fill: none; stroke: #d3dbe3; } .degree { font-size: 11px; fill: #4b5a6b; }
.ground { fill: currentColor; fill-opacity: 0.1; } .line { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; }
.speck { fill: none; stroke: currentColor; stroke-width: 1.5; } .speck.conflict { stroke-width: 3; fill: #b3261e; fill-opacity: 0.5; }
.conflict .line { stroke-width: 3; } .hatch { stroke: #b3261e; stroke-width: 1.4; fill: none; }
.name, .scale-text, .heading { font-size: 13px; paint-order: stroke; stroke: #fbfcfd; stroke-width: 3px; stroke-linejoin: round; unicode-bidi: plaintext; }
.heading { font-weight: 700; } .scale { fill: none; stroke: #16202c; stroke-width: 2; } .north { fill: #16202c; }
.s0 { color: #0f766e; } .s1 { color: #7a4a00; } .s2 { color: #5b3cc4; } .s3 { color: #226b2b; } .s4 { color: #8a2f6b; } .s5 { color: #44546a; }
.s1 .line { stroke-dasharray: 12 4; } .s2 .line { stroke-dasharray: 3 3; } .s3 .line { stroke-dasharray: 12 4 3 4; }
.s4 .line { stroke-dasharray: 20 5; } .s5 .line { stroke-dasharray: 7 7; }
`;
