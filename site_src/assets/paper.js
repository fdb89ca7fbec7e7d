// The address of a page as a QR code, for paper: byte mode, level L, mask 0, up to version 6 (134 bytes). ISO/IEC 18004.

const BLOCKS = [[19, 7, 1], [34, 10, 1], [55, 15, 1], [80, 20, 1], [108, 26, 1], [68, 18, 2]]; // data, correction, blocks
const FORMAT = 0b111011111000100; // level L, mask 0
const power = [], log = [];
for (let at = 0, value = 1; at < 255; at += 1) {
  power[at] = value;
  log[value] = at;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}
const times = (one, other) => (one && other ? power[(log[one] + log[other]) % 255] : 0);

/** The correction of a block: what remains of it divided by the generator of so many values. */
function correction(block, count) {
  let generator = [1];
  for (let root = 0; root < count; root += 1) {
    generator = [...generator, 0].map((value, at) => value ^ times(at ? generator[at - 1] : 0, power[root]));
  }
  const rest = [...block, ...new Array(count).fill(0)];
  for (let at = 0; at < block.length; at += 1) {
    const factor = rest[at];
    generator.forEach((value, place) => { rest[at + place] ^= times(value, factor); });
  }
  return rest.slice(block.length);
}

/** A text as modules: rows of true for dark; undefined where it is too long. */
export function code(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const version = BLOCKS.findIndex(([data, , count]) => bytes.length + 2 <= data * count) + 1;
  if (!version) return undefined;
  const [each, checks, count] = BLOCKS[version - 1];
  const bits = [4, 8].flatMap((width, at) => Array.from({ length: width }, (_, bit) => ((at ? bytes.length : 4) >> (width - 1 - bit)) & 1));
  for (const byte of bytes) for (let bit = 7; bit >= 0; bit -= 1) bits.push((byte >> bit) & 1);
  while (bits.length % 8 || bits.length < (bytes.length + 2) * 8) bits.push(0);
  const data = Array.from({ length: bits.length / 8 }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
  for (let pad = 0xec; data.length < each * count; pad ^= 0xfd) data.push(pad);
  const blocks = Array.from({ length: count }, (_, at) => data.slice(at * each, at * each + each));
  const parts = [blocks, blocks.map((block) => correction(block, checks))];
  const stream = parts.flatMap((lists) => lists[0].flatMap((_, at) => lists.map((list) => list[at])));
  return laid(version, stream);
}

function laid(version, stream) {
  const size = 17 + 4 * version;
  const dark = Array.from({ length: size }, () => new Array(size));
  const square = (top, left, reach, rings) => {
    for (let row = -reach; row <= reach; row += 1) {
      for (let column = -reach; column <= reach; column += 1) {
        const line = dark[top + row];
        if (line && left + column >= 0 && left + column < size) {
          line[left + column] = rings.includes(Math.max(Math.abs(row), Math.abs(column)));
        }
      }
    }
  };
  for (let at = 0; at < size; at += 1) dark[6][at] = dark[at][6] = at % 2 === 0;
  for (const [top, left] of [[3, 3], [3, size - 4], [size - 4, 3]]) square(top, left, 4, [0, 1, 3]);
  if (version > 1) square(size - 7, size - 7, 2, [0, 2]);
  for (let at = 0; at < 15; at += 1) {
    const bit = ((FORMAT >> (14 - at)) & 1) === 1;
    const [row, column] = at < 8 ? [8, at + (at > 5)] : [at > 8 ? 14 - at : 7, 8];
    dark[row][column] = bit;
    if (at < 7) dark[size - 1 - at][8] = bit;
    else dark[8][size - 15 + at] = bit;
  }
  dark[size - 8][8] = true;
  let place = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const row = up ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (dark[row][column] !== undefined) continue;
        const bit = ((stream[place >> 3] ?? 0) >> (7 - (place & 7))) & 1;
        dark[row][column] = (bit ^ ((row + column) % 2 === 0 ? 1 : 0)) === 1;
        place += 1;
      }
    }
  }
  return dark;
}
