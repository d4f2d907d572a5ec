import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashTree } from '../hash-tree';
import { SeenFiles } from '../seen-files';
import { dependency } from '../tree-rules';
import { findLoadedNames } from './loaded-names';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-names-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function listNames(files: Record<string, string>): Promise<Record<string, string[]>> {
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(join(folder, dirname(path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	}
	const names = await findLoadedNames(folder, await hashTree(folder, ['.'], new SeenFiles(), dependency));
	return Object.fromEntries([...names].map(([from, loaded]) => [from, [...loaded].sort()]));
}

it.each([
	['require("x")', ['x']],
	["const a = require ( 'x/lib/a.js' )", ['x']],
	["require.resolve('@scope/x/deep')", ['@scope/x']],
	["import a, { b } from 'x';", ['x']],
	['import{a}from"x";export*from"y"', ['x', 'y']],
	["import 'x'", ['x']],
	['await import(`x`)', ['x']],
	["try { require('bufferutil') } catch {}", ['bufferutil']],
	["require('fs'); require('node:fs'); require('fs/promises')", []],
	["require('./x'); require('../x'); require('/x'); import('#x')", []],
	["require('../../../x'); require('x/../../y'); require('..')", ['x']],
	['require(name); import(`${name}`); required("x")', []],
])('%s loads %j', async (code, names) => {
	await expect(listNames({ 'dist/a.js': code })).resolves.toEqual({ 'dist/': names });
});

it('counts what package.json files declare, of the package and of those in it, and the code of each', async () => {
	await expect(
		listNames({
			'package.json': JSON.stringify({ dependencies: { a: '1' }, peerDependencies: { b: '1' }, optionalDependencies: { c: '1' } }),
			'node_modules/@s/d/package.json': JSON.stringify({ peerDependenciesMeta: { e: { optional: true } }, devDependencies: { f: '1' } }),
			'node_modules/@s/d/lib/index.cjs': 'require("g")',
			'test/package.json': JSON.stringify({ dependencies: { h: '1' } }),
			'bin/tool': '#!/usr/bin/env node\nrequire("i")',
			'README.md': 'require("j")',
		}),
	).resolves.toEqual({ '': ['a', 'b', 'c'], 'node_modules/@s/d/': ['e'], 'node_modules/@s/d/lib/': ['g'], 'bin/': ['i'] });
});

it('leaves out names that leave the folder, and a package.json that is not JSON', async () => {
	await expect(listNames({ 'package.json': '{', 'a.js': 'require("@/x"); require("@s")' })).resolves.toEqual({ '': [] });
	await expect(listNames({ 'package.json': JSON.stringify({ dependencies: { '../x': '1', '..': '1' } }) })).resolves.toEqual({ '': [] });
});
