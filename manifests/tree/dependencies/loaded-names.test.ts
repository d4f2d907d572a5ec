import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashTree } from '../hash-tree';
import { SeenFiles } from '../seen-files';
import { dependency } from '../tree-rules';
import { findLoaded } from './loaded-names';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-names-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function load(files: Record<string, string>) {
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(join(folder, dirname(path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	}
	return findLoaded(folder, await hashTree(folder, ['.'], new SeenFiles(), dependency));
}

async function listNames(files: Record<string, string>): Promise<Record<string, string[]>> {
	const { names } = await load(files);
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

it.each([
	['require("../../evil/index.js")', ['../evil/index.js']],
	['require ( `../..` )', ['..']],
	["import a from '/opt/evil.js'; import('file:///opt/b.js')", ['/opt/evil.js', '/opt/b.js']],
	["require('../own.js'); require('./x/../../own'); require('.')", []],
])('%s leaves the folder for %j', async (code, targets) => {
	const { outside } = await load({ 'dist/a.js': code });
	expect(outside).toEqual(targets.map((target) => ({ from: 'dist/a.js', target })));
});

it('finds what n8n and Node load by the lists of a package, outside of its folder', async () => {
	const n8n = { nodes: ['dist/../../evil/Evil.node.js', 'dist/Own.node.js'], credentials: ['/opt/Evil.credentials.js'] };
	const { outside } = await load({
		'package.json': JSON.stringify({ main: '../main', n8n }),
		'dist/esm/package.json': JSON.stringify({ main: '../../../other.js' }),
		'dist/known/nodes.json': JSON.stringify({ evil: { sourcePath: '../evil/Known.node.js' }, own: { sourcePath: 'dist/Own.node.js' } }),
	});
	expect(outside.map(({ target }) => target).sort()).toEqual([
		...['../evil/Evil.node.js', '../evil/Known.node.js', '../main', '../other.js', '/opt/Evil.credentials.js'],
	]);
});

it('leaves out names that leave the folder, and a package.json that is not JSON', async () => {
	await expect(listNames({ 'package.json': '{', 'a.js': 'require("@/x"); require("@s")' })).resolves.toEqual({ '': [] });
	await expect(listNames({ 'package.json': JSON.stringify({ dependencies: { '../x': '1', '..': '1' } }) })).resolves.toEqual({ '': [] });
});
