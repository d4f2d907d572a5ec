/** Holds each import of the TypeScript sources against the import rules of `layout.mjs`, and fails if one is not allowed or closes a circle. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Visitor, parseSync } from 'rolldown/utils';
import { allowsFile, allowsPackage, circles, isFree, rooms } from './layout.mjs';

const root = join(import.meta.dirname, '../..');
const ignored = [
	// A package of its own, whose generated half is not in the checkout.
	'clients/**',
	'packages/*/dist/**',
	'node_modules',
	'dist',
	'build',
	'coverage',
	'.troupe',
	'trust',
	'.git',
];

/**
 * @param {string} file its path from the root of the repository
 * @param {string} text
 * @param parsed what `readImports` returned for it
 * @returns {Array<{ line: number, message: string }>} imports that the rules refuse
 */
export function findRefusedImports(file, text, { imports, errors } = readImports(file, text)) {
	const refused = imports.map(({ source, start }) => ({ start, target: refusedTarget(file, source) })).filter(({ target }) => target);
	return [
		...errors.map(({ message }) => ({ line: 1, message: `Cannot be parsed: ${message}` })),
		...refused.map(({ start, target }) => ({
			line: text.slice(0, start).split('\n').length,
			message: `docs/architecture does not let ${file} import ${target}.`,
		})),
	];
}

/** Returns what each import, re-export, `import()`, `require()` and imported type of a file names, if a literal names it. */
export function readImports(file, text) {
	const { program, errors } = parseSync(file, text);
	const imports = [];
	const add = (source) => {
		if (typeof source?.value === 'string') imports.push({ source: source.value, start: source.start });
	};
	new Visitor({
		ImportDeclaration: (node) => add(node.source),
		ExportAllDeclaration: (node) => add(node.source),
		ExportNamedDeclaration: (node) => add(node.source),
		ImportExpression: (node) => add(node.source),
		TSImportType: (node) => add(node.source),
		TSExternalModuleReference: (node) => add(node.expression),
		CallExpression({ callee, arguments: [source] }) {
			if (callee.type === 'Identifier' && callee.name === 'require') add(source);
		},
	}).visit(program);
	return { imports, errors };
}

/** Returns the file or package that the source names, if the rules refuse it. */
function refusedTarget(file, source) {
	if (isBuiltin(source)) return undefined;
	if (!source.startsWith('.')) {
		const name = source.split('/', source.startsWith('@') ? 2 : 1).join('/');
		return allowsPackage(file, name) ? undefined : name;
	}
	const target = resolve(posix.join(posix.dirname(file), source));
	return allowsFile(file, target) ? undefined : target;
}

/** An unknown file is judged by its path: the compiler reports it. */
function resolve(path) {
	return ['.ts', '.tsx', '/index.ts'].map((ending) => path + ending).find((candidate) => existsSync(join(root, candidate))) ?? path;
}

/** Returns the local files that a file imports, types too. */
function listTargets(file, { imports }) {
	const sources = imports.map(({ source }) => source).filter((source) => source.startsWith('.'));
	return sources.map((source) => resolve(posix.join(posix.dirname(file), source)));
}

/**
 * Finds files that import each other in a circle, by Tarjan's algorithm.
 * @param {Map<string, string[]>} targets what each file imports
 * @returns {string[][]} the files of each circle, sorted
 */
export function findCircles(targets) {
	const numbers = new Map();
	const open = [];
	const circlesOfFiles = [];
	/** Returns the lowest number of an open file that can be reached. */
	const visit = (file) => {
		const own = numbers.size;
		numbers.set(file, own);
		open.push(file);
		let lowest = own;
		for (const target of targets.get(file)) {
			if (!targets.has(target)) continue;
			if (!numbers.has(target)) lowest = Math.min(lowest, visit(target));
			else if (open.includes(target)) lowest = Math.min(lowest, numbers.get(target));
		}
		if (lowest < own) return lowest;
		const circle = open.splice(open.indexOf(file));
		if (circle.length > 1) circlesOfFiles.push(circle.sort());
		return lowest;
	};
	for (const file of targets.keys()) if (!numbers.has(file)) visit(file);
	return circlesOfFiles;
}

/** Returns what to say of circles that `layout.mjs` does not list, and of those that it lists and that have ended. */
export function judgeCircles(present, listed = circles) {
	const isSame = (one, other) => one.join() === other.join();
	return [
		...present
			.filter((files) => !listed.some((known) => isSame(known.files, files)))
			.map((files) => `${files.join(', ')} import each other. Move what they share into the lowest of them or a file below them.`),
		...listed
			.filter(({ files }) => !present.some((circle) => isSame(circle, files)))
			.map(({ files }) => `${files.join(', ')} no longer import each other. Remove them from scripts/lint/layout.mjs.`),
	];
}

function checkAll() {
	const files = globSync('**/*.{ts,tsx}', { cwd: root, exclude: ignored }).sort();
	const empty = Object.keys(rooms).filter((room) => !files.some((file) => file.startsWith(`${room}/`)));
	if (empty.length > 0) throw new Error(`No TypeScript files were found in ${empty.join(', ')}: correct scripts/lint/layout.mjs.`);
	const targets = new Map();
	const refused = files.flatMap((file) => {
		const text = readFileSync(join(root, file), 'utf8');
		const parsed = readImports(file, text);
		if (!isFree(file)) targets.set(file, listTargets(file, parsed));
		return findRefusedImports(file, text, parsed).map(({ line, message }) => `${file}:${line} ${message}`);
	});
	refused.push(...judgeCircles(findCircles(targets)));
	for (const line of refused) console.error(line);
	console.log(`Imports: ${files.length} files, ${refused.length} refused.`);
	process.exitCode = refused.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) checkAll();
