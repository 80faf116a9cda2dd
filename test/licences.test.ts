import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './command-line';

/** Licences under which the packages of npm that run in production may be: all let a program be used, changed and passed on for a notice of their names. */
const allowed = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  // Of files, not of the whole: nobody changes them here.
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
];
/** Packages whose own words are no expression of SPDX, looked at one by one. */
const readByHand: Readonly<Record<string, string>> = {
  // Given up to the public by its author, says its readme.
  jsonify: 'Public Domain',
};

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Readonly<Record<string, Locked>> };
const inProduction = Object.entries(packages)
  .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
  .map(([path]) => path);
const nameOf = (path: string) => path.split('node_modules/').at(-1) ?? path;
const licenceOf = (path: string) => {
  const { license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as { license?: unknown };
  return typeof license === 'string' ? license : JSON.stringify(license);
};
const isFine = (name: string, licence: string) =>
  readByHand[name] === licence ||
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => one.split(' AND ').every((part) => allowed.includes(part)));

test('every npm package that runs in production is under a licence of the list', () => {
  // What is for another kind of machine is not installed.
  const there = inProduction.filter((path) => existsSync(join(root, path, 'package.json')));
  expect(inProduction.filter((path) => !there.includes(path) && !packages[path]?.optional)).toEqual([]);
  expect(there.length).toBeGreaterThan(150);
  expect(there.map((path) => [nameOf(path), licenceOf(path)] as const).filter(([name, licence]) => !isFine(name, licence))).toEqual([]);
});

test('the list refuses what it should, and nothing on it is idle', () => {
  expect(isFine('x', 'MIT OR GPL-3.0-or-later')).toBe(true);
  for (const licence of ['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'AGPL-3.0-only', 'SSPL-1.0', 'UNLICENSED', 'Public Domain', ''])
    expect(isFine('x', licence)).toBe(false);
  for (const name of Object.keys(readByHand)) expect(inProduction.map(nameOf)).toContain(name);
});
