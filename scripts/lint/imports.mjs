/** Holds each import of the TypeScript sources against the import rules of `layout.mjs`, and fails if one is not allowed. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Visitor, parseSync } from 'rolldown/utils';
import { allowsFile, allowsPackage, rooms } from './layout.mjs';

const root = join(import.meta.dirname, '../..');
const ignored = ['node_modules', 'dist', 'build', 'coverage', '.troupe', 'trust', '.git'];

/**
 * @param {string} file its path from the root of the repository
 * @param {string} text
 * @returns {Array<{ line: number, message: string }>} imports that the rules refuse
 */
export function findRefusedImports(file, text) {
	const { imports, errors } = readImports(file, text);
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
	return ['.ts', '/index.ts'].map((ending) => path + ending).find((candidate) => existsSync(join(root, candidate))) ?? path;
}

function checkAll() {
	const files = globSync('**/*.ts', { cwd: root, exclude: ignored }).sort();
	const empty = Object.keys(rooms).filter((room) => !files.some((file) => file.startsWith(`${room}/`)));
	if (empty.length > 0) throw new Error(`No TypeScript files were found in ${empty.join(', ')}: correct scripts/lint/layout.mjs.`);
	const refused = files.flatMap((file) =>
		findRefusedImports(file, readFileSync(join(root, file), 'utf8')).map(({ line, message }) => `${file}:${line} ${message}`),
	);
	for (const line of refused) console.error(line);
	console.log(`Imports: ${files.length} files, ${refused.length} refused.`);
	process.exitCode = refused.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) checkAll();
