/**
 * Script that loads a package of n8n nodes: reads `{"folder", "n8n"}` from its input, loads every named node and credential type, and prints their
 * descriptions as JSON. As in n8n, a package finds n8n's own packages beside n8n, also through NODE_PATH.
 */
export const packageSource = `
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, delimiter, dirname, join, resolve, sep } = require('node:path');
const { folder, n8n } = JSON.parse(readFileSync(0, 'utf8'));
process.env.NODE_PATH = [join(n8n, 'node_modules'), dirname(n8n)].join(delimiter);
process[Symbol.for('troupe.discovery')]?.([folder]);
const ofN8n = Module.createRequire(join(n8n, 'package.json'));
const find = Module._resolveFilename;
Module._resolveFilename = function (request, ...more) {
	try {
		return find.call(this, request, ...more);
	} catch (error) {
		if (!/^(?:n8n-workflow|n8n-core|@n8n\\/)/.test(request)) throw error;
		return ofN8n.resolve(request);
	}
};
const { n8n: named = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8').replace(/^\\uFEFF/, ''));
const load = (files, ending) => (Array.isArray(files) ? files : []).map((file) => {
	try {
		const path = resolve(folder, String(file));
		if (!path.startsWith(folder + sep)) throw new Error('The file is outside of the package');
		const exported = Module.createRequire(join(folder, 'package.json'))(path);
		const Type = exported[basename(path).replace(ending, '')];
		if (typeof Type !== 'function') throw new Error('The file exports no class of its name');
		return { file, type: new Type() };
	} catch (error) {
		return { file, error: String(error?.message ?? error).slice(0, 500) };
	}
});
const versionsOf = (type) => (type.nodeVersions ? Object.keys(type.nodeVersions).map(Number) : [type.description?.version].flat());
const nodes = load(named.nodes, /\\.node\\.js$/).map(({ file, type, error }) => error === undefined
	? { file, name: type.description?.name, displayName: type.description?.displayName, versions: versionsOf(type) }
	: { file, error });
const credentials = load(named.credentials, /\\.credentials\\.js$/).map(({ file, type, error }) => (error === undefined ? { file, name: type.name } : { file, error }));
console.log(JSON.stringify({ nodes, credentials }));
if (nodes.length + credentials.length === 0)
	console.error('The package.json names no nodes and no credential types of n8n. List them in "n8n": {"nodes": ["dist/…/Name.node.js"]}.');
if (nodes.length + credentials.length === 0 || [...nodes, ...credentials].some(({ error }) => error !== undefined)) process.exitCode = 1;
`;
