/** A shape of the icon, on a square of 216 units. */
export type Shape =
  | { readonly kind: 'disc'; readonly x: number; readonly y: number; readonly radius: number; readonly colour: Colour }
  | { readonly kind: 'line'; readonly from: Point; readonly to: Point; readonly width: number; readonly colour: Colour };
export type Point = readonly [x: number, y: number];
export type Colour = readonly [red: number, green: number, blue: number];

/** Side of the drawing. */
export const iconSide = 216;
/** Sizes that Marketplace shows, in pixels. */
export const iconSizes = { 'small-48': 48, 'medium-90': 90, 'large-216': 216 } as const;

const ground: Colour = [12, 92, 117];
const line: Colour = [143, 211, 222];
const hub: Colour = [255, 255, 255];
const participant: Colour = [246, 178, 60];
const centre: Point = [108, 108];
const spokes = 6;

const around = (index: number, distance: number): Point => {
  const angle = (index / spokes) * 2 * Math.PI - Math.PI / 2;
  // Whole hundredths: the same everywhere, whatever a machine makes of a sine.
  const at = (base: number, share: number) => Math.round((base + distance * share) * 100) / 100;
  return [at(centre[0], Math.cos(angle)), at(centre[1], Math.sin(angle))];
};

/** A hub with six participants around it: drawn by us, so it is nobody's mark. */
export const shapes: readonly Shape[] = [
  { kind: 'disc', x: centre[0], y: centre[1], radius: 104, colour: ground },
  ...Array.from({ length: spokes }, (_, index): Shape => ({ kind: 'line', from: centre, to: around(index, 70), width: 7, colour: line })),
  ...Array.from({ length: spokes }, (_, index): Shape => {
    const [x, y] = around(index, 70);
    return { kind: 'disc', x, y, radius: 15, colour: participant };
  }),
  { kind: 'disc', x: centre[0], y: centre[1], radius: 32, colour: hub },
];

const rgb = (colour: Colour) => `rgb(${colour.join(',')})`;

/** The icon as SVG. */
export function iconSvg(): string {
  const drawn = shapes.map((shape) =>
    shape.kind === 'disc'
      ? `<circle cx="${shape.x}" cy="${shape.y}" r="${shape.radius}" fill="${rgb(shape.colour)}"/>`
      : `<line x1="${shape.from[0]}" y1="${shape.from[1]}" x2="${shape.to[0]}" y2="${shape.to[1]}" stroke="${rgb(shape.colour)}" stroke-width="${shape.width}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${iconSide} ${iconSide}" role="img" aria-label="Mojaloop hub">\n${drawn.join('\n')}\n</svg>\n`;
}
