// The address of a page as a QR code, for paper: byte mode, level L, mask 0, up to version 20 (858 bytes). ISO/IEC 18004.

// By version: the data of a block, its correction, how many blocks, and how many more that hold one byte more.
const BLOCKS = [
  [19, 7, 1, 0], [34, 10, 1, 0], [55, 15, 1, 0], [80, 20, 1, 0], [108, 26, 1, 0],
  [68, 18, 2, 0], [78, 20, 2, 0], [97, 24, 2, 0], [116, 30, 2, 0], [68, 18, 2, 2],
  [81, 20, 4, 0], [92, 24, 2, 2], [107, 26, 4, 0], [115, 30, 3, 1], [87, 22, 5, 1],
  [98, 24, 5, 1], [107, 28, 1, 5], [120, 30, 5, 1], [113, 28, 3, 4], [107, 28, 3, 5],
];
const WIDE = 10; // from this version on the length of the text takes two bytes
const TOLD = 7; // from this version on the code tells it
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
  const room = ([data, , count, more]) => data * count + (data + 1) * more;
  const version = BLOCKS.findIndex((one, at) => bytes.length + (at + 1 < WIDE ? 2 : 3) <= room(one)) + 1;
  if (!version) return undefined;
  const [each, checks, count, more] = BLOCKS[version - 1];
  const said = [[4, 4], [version < WIDE ? 8 : 16, bytes.length], ...bytes.map((byte) => [8, byte]), [4, 0]];
  const bits = said.flatMap(([width, value]) => Array.from({ length: width }, (_, bit) => (value >> (width - 1 - bit)) & 1));
  const data = Array.from({ length: bits.length / 8 }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
  for (let pad = 0xec; data.length < room(BLOCKS[version - 1]); pad ^= 0xfd) data.push(pad);
  const blocks = Array.from({ length: count + more }, (_, at) => data.splice(0, at < count ? each : each + 1));
  const parts = [blocks, blocks.map((block) => correction(block, checks))];
  const stream = parts.flatMap((lists) => lists.at(-1).flatMap((_, at) => lists.map((list) => list[at]).filter((byte) => byte !== undefined)));
  return laid(version, stream);
}

/** Where the small squares stand, down and across. */
function marks(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 4 + count * 2 + 1) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - (count - 2 - at) * step)];
}

/** The version with what corrects it. */
function versionBits(version) {
  let rest = version << 12;
  for (let bit = 17; bit >= 12; bit -= 1) if (rest & (1 << bit)) rest ^= 0x1f25 << (bit - 12);
  return (version << 12) | rest;
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
  const centres = marks(version, size), end = size - 7;
  for (const top of centres) {
    for (const left of centres) {
      const corner = (top === 6 || left === 6) && [12, 6 + end].includes(top + left); // three large squares stand there
      if (!corner) square(top, left, 2, [0, 2]);
    }
  }
  if (version >= TOLD) {
    const told = versionBits(version);
    for (let at = 0; at < 18; at += 1) {
      const near = Math.floor(at / 3), far = size - 11 + (at % 3);
      dark[near][far] = dark[far][near] = ((told >> at) & 1) === 1;
    }
  }
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
