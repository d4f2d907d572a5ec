import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashTree } from '../hash-tree';
import { SeenFiles } from '../seen-files';
import { dependency } from '../tree-rules';
import { findLoaded } from './loaded-names';
import { slowTest } from '../../../test/support/slow-tests';

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
	['require.call(this, "x"); (0, require)("y")', ['y']],
])('%s loads %j', async (code, names) => {
	await expect(listNames({ 'dist/a.js': code })).resolves.toEqual({ 'dist/': names });
});

it('finds a package that an alias of require names (evanw/esbuild#2231)', async () => {
	const code = 'const nodeRequire = require;\nnodeRequire("bindings")("realm.node").Realm';
	await expect(listNames({ 'a.js': code })).resolves.toEqual({ '': ['bindings', 'realm.node'] });
});

it('finds the packages to which a package.json, also of an inner folder, leads names of its own (checkly/checkly-cli#1388)', async () => {
	const imports = { '#a': 'a', '#b/*': '@s/b/*', '#c': { node: { require: ['./c.js', 'c/lib'] } }, '#d': './d.js' };
	await expect(
		listNames({ 'package.json': JSON.stringify({ imports }), 'dist/package.json': JSON.stringify({ imports: { '#e': 'e' } }) }),
	).resolves.toEqual({ '': ['@s/b', 'a', 'c'], 'dist/': ['e'] });
	expect((await load({ 'package.json': JSON.stringify({ imports: { '#f': 'f/../../g.js' } }) })).computed).toEqual(['package.json']);
	// Deeper than the stack.
	const deep = `{"imports":{"#x":${'['.repeat(50_000)}"x"${']'.repeat(50_000)}}}`;
	await expect(listNames({ 'package.json': deep })).resolves.toMatchObject({ '': ['x'] });
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
	['// taken from `/proc/loadavg`\nconst r = createRequire(file); r(readFileSync("/usr/bin/ldd")); open(name, "/bin/sh")', []],
])('%s leaves the folder for %j', async (code, targets) => {
	const { outside } = await load({ 'dist/a.js': code });
	expect(outside).toEqual(targets.map((target) => ({ from: 'dist/a.js', target })));
});

it.each([
	['an escape', 'require("..\\u002f../evil")'],
	['escapes of all kinds', String.raw`import('\x2e.\u{2f}..\57ev\il')`],
	['a name with an escape', String.raw`requ\u0069re("../../evil")`],
	['a sum', `require("../" + '../evil')`],
	['a comment', 'import(/* webpackIgnore: true */ "../../evil")'],
	['an optional call', 'require?.("../../evil")'],
	['an alias of createRequire', 'const r = require("node:module").createRequire(__filename); r("../../evil")'],
	['an ES module', 'import { createRequire as c } from "module"; const load = c(import.meta.url); load(`../../evil`)'],
	['a built-in module', 'process.getBuiltinModule("module").createRequire(__filename)("../../evil")'],
	['module.require', 'module.require("../../evil")'],
	['a computed property', 'module["req" + "uire"]("../../evil")'],
	['require as a value', 'const r = require; r("../../evil")'],
	['another this', 'require.call(null, "../../evil")'],
	['require as a value, as of moment', 'aliased = require;\naliased("./locale/../../../evil")'],
	['a worker', 'const { Worker } = require("worker_threads"); new Worker("../../evil")'],
	['a constant', 'const where = "../../evil"; require(where)'],
	['an address', 'import("../../%65vil?v=1")'],
])('%s hides no path that leaves the folder', async (_, code) => {
	const { outside } = await load({ 'dist/a.js': code });
	expect(outside.map(({ target }) => target)).toContain('../evil');
});

it('reads a name in UTF-8, and one with a quote', async () => {
	const { outside } = await load({ 'dist/a.js': `require("../../évil"); require("../../it's")` });
	expect(outside.map(({ target }) => target)).toEqual(['../évil', "../it's"]);
});

it.each([
	['const nodeRequire = require; nodeRequire(name)', true],
	['require(name)', true],
	['require("./" + name)', true],
	['import(`./${name}.js`)', true],
	['new Function("s", "return import(s)")', true],
	['const r = module.createRequire(__filename); r(name)', true],
	['import "data:text/javascript;base64,AA"', true],
	['require("x/../../y")', true],
	['const { Worker } = require("node:worker_threads"); new Worker(file)', true],
	['import * as threads from "worker_threads"; new threads.Worker(`data:text/javascript,${code}`)', true],
	['require("vm").runInThisContext(require("fs").readFileSync(file))', true],
	['import vm from "node:vm"; new vm["Scr" + "ipt"](code)', true],
	['import { compileFunction as c } from "vm"; c(code)', true],
	['process.dlopen({ exports: {} }, file)', true],
	['module.constructor._load(file)', true],
	['new module.constructor()._compile(code, file)', true],
	['require("module").prototype._compile.call(m, code, file)', true],
	['require("child_process").fork(file)', true],
	['import { spawn } from "child_process"; spawn(process.execPath, [file])', true],
	['const { parentPort } = require("worker_threads"); require("child_process").execFile("git")', false],
	['const require = createRequire(import.meta.url); require("x", { with: {} })', false],
	['require("./a"); import(`./b`); import("./" + /* b */ "c"); if (require.main === module) required(name)', false],
])('%s loads by what it computes: %j', async (code, isComputed) => {
	const { computed } = await load({ 'dist/a.js': code });
	expect(computed).toEqual(isComputed ? ['dist/a.js'] : []);
});

slowTest('is not slowed down by code that is made for it', async () => {
	const repeated = ['require(/*', "require('", 'import(`', '"\\u002f"+', 'r(//', 'createRequire("'].map((one) => one.repeat(100_000));
	const startedAt = performance.now();
	for (const code of repeated) await load({ 'dist/a.js': code });
	expect(performance.now() - startedAt).toBeLessThan(20_000);
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
