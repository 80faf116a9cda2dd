import { zlibSync } from 'fflate';
import { iconSide, type Shape, shapes } from '../../config/model/marketplace/icon';

/** Points looked at in each direction of a pixel, so that edges are smooth. */
const fine = 3;

/** Square of a distance: a picture asks for a million of them. */
const square = (x: number, y: number) => x * x + y * y;

const squareToLine = (x: number, y: number, { from, to }: Shape & { readonly kind: 'line' }): number => {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const along = Math.max(0, Math.min(1, ((x - from[0]) * dx + (y - from[1]) * dy) / square(dx, dy)));
  return square(x - from[0] - along * dx, y - from[1] - along * dy);
};

const holds = (shape: Shape, x: number, y: number): boolean =>
  shape.kind === 'disc'
    ? square(x - shape.x, y - shape.y) <= shape.radius * shape.radius
    : squareToLine(x, y, shape) <= (shape.width * shape.width) / 4;

/** Red, green, blue and cover of one pixel: the mean of its points. */
function pixel(column: number, row: number, size: number): readonly number[] {
  const sums = [0, 0, 0, 0];
  for (let step = 0; step < fine * fine; step++) {
    const x = ((column + ((step % fine) + 0.5) / fine) * iconSide) / size;
    const y = ((row + (Math.floor(step / fine) + 0.5) / fine) * iconSide) / size;
    const top = shapes.findLast((shape) => holds(shape, x, y));
    if (!top) continue;
    for (const [at, part] of top.colour.entries()) sums[at]! += part;
    sums[3]!++;
  }
  const covered = sums[3]!;
  return covered === 0
    ? [0, 0, 0, 0]
    : [...sums.slice(0, 3).map((sum) => Math.round(sum / covered)), Math.round((covered * 255) / fine ** 2)];
}

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** Check sum of a part of a PNG (ISO 3309). */
function sumOf(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = table[(sum ^ byte) & 0xff]! ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

function part(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(sumOf(body));
  return Buffer.concat([length, body, sum]);
}

/** The icon as PNG with a clear ground, of this many pixels a side. Pure JavaScript throughout, so that its bytes are the same with every Node. */
export function iconPng(size: number): Uint8Array {
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) rows.set(pixel(column, row, size), row * (1 + size * 4) + 1 + column * 4);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, red, green, blue and cover.
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    part('IHDR', header),
    part('IDAT', zlibSync(rows, { level: 9 })),
    part('IEND', new Uint8Array()),
  ]);
}
