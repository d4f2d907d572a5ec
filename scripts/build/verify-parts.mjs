/**
 * The two halves of `troupe verify`. The package `troupe-verify` contains the attacks and the stand-ins that they need. Everything else comes from the
 * Troupe that is attacked: dist/verify/parts.js exports what the attacks import, so that they meet the code that runs there and not a copy of it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { Visitor, parseSync } from 'rolldown/utils';

const root = join(import.meta.dirname, '../..');
const entry = join(root, 'verify/verify-run.ts');
/** A module without a file: its code is the list of parts. */
const partsFile = join(root, 'verify/parts.ts');
const ownFolders = ['verify', 'sandbox/fakes'].map((folder) => join(root, folder));

/** Adds the parts to the bundle of Troupe, as its entry verify/parts.ts. */
export function exportParts() {
	return {
		name: 'export-parts',
		resolveId: (source) => (resolve(source) === partsFile ? partsFile : undefined),
		load(id) {
			if (id !== partsFile) return undefined;
			const parts = [...listParts()];
			const imports = parts.map(([part], index) => `import * as part${index} from ${JSON.stringify(locatePart(part))};`);
			const members = parts.map(([part, names], index) => `${JSON.stringify(part)}: { ${[...names].map((name) => `${name}: part${index}.${name}`).join(', ')} }`);
			return `${imports.join('\n')}\nexport const parts = {\n${members.join(',\n')}\n};\n`;
		},
	};
}

/** Takes the parts from the running Troupe, in the bundle of `troupe-verify` (cli/verify/load-attacks.ts sets them). */
export function importParts() {
	return {
		name: 'import-parts',
		resolveId(source, importer) {
			const part = importer && toPart(source, importer);
			return part && `\0part:${part}`;
		},
		load(id) {
			const [, part] = /^\0part:(.+)$/.exec(id) ?? [];
			// package.json is a part too, and would be parsed as JSON.
			return part && { code: `module.exports = globalThis[Symbol.for('troupe.parts')][${JSON.stringify(part)}];`, moduleType: 'js' };
		},
	};
}

/** Returns the names that the attacks import from each part. */
function listParts() {
	const parts = new Map();
	const files = new Set([entry]);
	for (const file of files)
		for (const { source, names } of readImports(file)) {
			const part = toPart(source, file);
			if (part && names.includes(undefined)) throw new Error(`${relative(root, file)} must import ${source} by names: { … }.`);
			if (part) parts.set(part, new Set([...(parts.get(part) ?? []), ...names]));
			else if (source.startsWith('.')) files.add(findFile(resolve(dirname(file), source)));
		}
	return parts;
}

/** Returns the path of a file of Troupe from the root, without its ending, or the name of a package; undefined for any other import. */
function toPart(source, importer) {
	if (isBuiltin(source)) return undefined;
	if (!source.startsWith('.')) return source;
	const path = resolve(dirname(importer), source);
	return ownFolders.some((folder) => path.startsWith(`${folder}/`)) ? undefined : relative(root, path);
}

const locatePart = (part) => findFile(join(root, part)) ?? part;

const findFile = (path) => ['', '.ts', '/index.ts'].map((ending) => path + ending).find((file) => existsSync(file) && /\.\w+$/.test(file));

/** Returns what each import of values names. */
function readImports(file) {
	const { program } = parseSync(file, readFileSync(file, 'utf8'));
	const imports = [];
	const add = (source, names) => imports.push({ source, names });
	const listValues = (specifiers, toName) => specifiers.filter((one) => one.importKind !== 'type' && one.exportKind !== 'type').map(toName);
	new Visitor({
		ImportDeclaration({ source, specifiers, importKind }) {
			if (importKind !== 'type') add(source.value, listValues(specifiers, (one) => one.imported?.name));
		},
		ExportNamedDeclaration({ source, specifiers, exportKind }) {
			if (source && exportKind !== 'type') add(source.value, listValues(specifiers, ({ local }) => local.name));
		},
		ImportExpression: ({ source }) => add(source.value, [undefined]),
	}).visit(program);
	return imports.filter(({ names }) => names.length > 0);
}
