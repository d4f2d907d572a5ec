/**
 * Measures a tree of the repository for budget.json. A value is the sum of its parts, which are files or names; a room's code and comments are the
 * bytes of `gzip -9` over the text of its files in the order of their paths.
 */
import { gzipSync } from 'node:zlib';
import { posix } from 'node:path';
import { parseSync } from 'rolldown/utils';

/** Top-level folders without production code. */
const notProduct = new Set(['bench', 'bin', 'clients', 'deploy', 'docs', 'examples', 'scripts', 'test']);
const isCode = (file) => /\.(?:tsx?|m?js)$/.test(file);
const isTest = (file) => /\.(?:test|contract|fixture)\.tsx?$|(?:^|\/)testing\/|^packages\/[\w-]+\/test\//.test(file);
const roomOf = (file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : undefined);
const isProduct = (file) => {
	const room = roomOf(file);
	return room !== undefined && !room.startsWith('.') && !notProduct.has(room);
};
/** Cases, recordings and logs that only tests read. */
const isTestData = (file) =>
	/\/(?:contract|conformance|cases|recorded|recordings)\/|\/(?:recorded|recorded-forms|go-log)\.json$/.test(file);
/** Written by scripts: prices:refresh, train:*, write-schemas. */
const isGenerated = (file) => /\/(?:prices\/table|[\w-]+-model|bpmn-schema)\.json$/.test(file);
const isPage = (file) => /^(?:docs\/.*|[^/]+)\.md$/.test(file);
/** What starts production code: nodes, credentials, the command, n8n's hook, the console, threads and programs, schemas, packages of their own. */
const isEntry = (file) =>
	/^nodes\/\w+\/\w+\.node\.ts$|\.credentials\.ts$|-(?:worker|program)\.ts$|^packages\/[\w-]+\/(?:src\/index\.ts|build\.mjs)$/.test(file) ||
	['cli/troupe.ts', 'manifests/gate/hooks/n8n-hooks.ts', 'console/main.tsx', 'verify/parts.ts', 'verify/verify-run.ts'].includes(file);

/**
 * @param {{ files: string[], read: (file: string) => string, size: (file: string) => number }} tree
 * @returns {Map<string, { value: number, parts: Map<string, number> }>} by the names of budget.json
 */
export function measureTree({ files, read, size }) {
	const parsed = new Map(files.filter(isCode).map((file) => [file, parse(file, read(file))]));
	const graph = readGraph(parsed);
	const product = [...parsed.keys()].filter((file) => isProduct(file) && !isTest(file)).sort();
	const measured = new Map();
	const add = (name, parts, value = sum(parts)) => measured.set(name, { value, parts });

	for (const [room, own] of Map.groupBy(product, roomOf)) {
		const text = (key) => own.map((file) => parsed.get(file)[key]).join('\n');
		const bytes = (key) => new Map(own.map((file) => [file, parsed.get(file)[key].length]));
		add(`code.${room}`, bytes('code'), compress(text('code')));
		add(`comments.${room}`, bytes('comments'), compress(text('comments')));
		add(`files.${room}`, countEach(own));
	}
	const shipped = files.filter((file) => isProduct(file) && !isCode(file) && !/\.md$|LICENSE/.test(file) && !isTestData(file));
	add(
		'dataBytes',
		sizes(
			shipped.filter((file) => !isGenerated(file)),
			size,
		),
	);
	add('generatedBytes', sizes(shipped.filter(isGenerated), size));
	const pages = files.filter(isPage);
	add('documentWords', new Map(pages.map((file) => [file, read(file).split(/\s+/).filter(Boolean).length])));
	add('decisions', countEach(files.filter((file) => /^docs\/decisions\/.*\d{4}-[\w-]+\.md$/.test(file))));
	add('settings', matchAll([['core/base/settings/setting-names.ts', /^\t'([A-Z][A-Z0-9_]+)',$/gm]], parsed));
	const command = product.filter((file) => file.startsWith('cli/'));
	add('commandGroups', matchAll([['cli/program.ts', /\b(?!add)(\w+)Command\(/g]], parsed));
	add('commands', countIn(command, /\bnew Command\(/g, parsed));
	add('options', countIn(command, /\.(?:option|requiredOption|addOption|argument)\(/g, parsed));
	add('errorCodes', matchAll([['core/base/errors.ts', /\| '([A-Z_0-9]+)'/g]], parsed));
	add(
		'tables',
		matchAll(
			product.map((file) => [file, /\b(?:create (?:virtual )?table (?:if not exists )?"?|createTable\(')(\w+)/gi]),
			parsed,
		),
	);
	const metrics = product.filter((file) => file.startsWith('core/base/metrics/list/'));
	add(
		'metrics',
		matchAll(
			metrics.map((file) => [file, /^\t+(troupe_\w+):/gm]),
			parsed,
		),
	);

	const reached = reach(product.filter(isEntry), graph.targets, parsed);
	const tested = reach(
		[...parsed.keys()].filter((file) => !isProduct(file) || isTest(file)),
		graph.targets,
		parsed,
	);
	const unreached = product.filter((file) => !reached.has(file) && !file.endsWith('.d.ts'));
	add('filesForTestsOnly', countEach(unreached.filter((file) => tested.has(file))));
	add('filesWithoutImporter', countEach(unreached.filter((file) => !tested.has(file))));
	add('filesAbove400Lines', countEach(product.filter((file) => read(file).split('\n').length > 400)));
	add('literalsInOneLine', countIn(product, /\.\.\.[{[](?=\s*['"\w])|\b(?:const|let) \[[^\]]*\] = \[/g, parsed));
	add('unusedExports', findUnused(product, parsed, graph.used));
	add('mutualRooms', countEach(findMutual(product, graph.targets)));

	const tests = files.filter((file) => /\.test\.ts$/.test(file));
	const isQuick = (file) => (!file.startsWith('test/') || file.startsWith('test/support/')) && !/\.(?:server|slow)\.test\.ts$/.test(file);
	const quick = tests.filter(isQuick);
	add('testFiles', countEach(tests));
	add('declaredQuickTests', countIn(quick, /^\t*(?:it|test|(?:it|test)\.each)\b/gm, parsed));
	add('modulesOfQuickTests', new Map(quick.map((file) => [file, reach([file], graph.loaded, parsed).size])));
	const helpers = [...tests, ...files.filter((file) => file.startsWith('test/') && isCode(file) && !tests.includes(file))];
	add('programsOfTests', countIn(helpers, /\b(?:spawn|spawnSync|fork|exec|execFile|execFileSync|execSync)\(|\bnew Worker\(/g, parsed));
	return measured;
}

/** Returns a file's code without comments and blank lines, its comments, and its imports and exports. */
function parse(file, text) {
	const { module, comments } = parseSync(file, text);
	let code = '';
	let end = 0;
	for (const comment of comments) {
		code += text.slice(end, comment.start);
		end = comment.end;
	}
	code += text.slice(end);
	return { text, module, code: code.replace(/\n\s*(?=\n)/g, ''), comments: comments.map(({ value }) => value).join('\n') };
}

/** @returns {{ targets: Map<string, string[]>, loaded: Map<string, string[]>, used: Set<string> }} all imports; those without types alone; `file#name` */
function readGraph(parsed) {
	const targets = new Map();
	const loaded = new Map();
	const used = new Set();
	for (const [file, { text, module }] of parsed) {
		const resolve = (source) => resolveFile(file, source, parsed);
		const links = [];
		const values = [];
		const use = (target, name) => used.add(`${target}#${name}`);
		for (const { moduleRequest, entries } of module.staticImports) {
			const target = resolve(moduleRequest.value);
			if (!target) continue;
			links.push(target);
			if (entries.length === 0 || entries.some(({ isType }) => !isType)) values.push(target);
			for (const { importName } of entries) use(target, importName.kind === 'NamespaceObject' ? '*' : (importName.name ?? 'default'));
		}
		for (const { entries } of module.staticExports)
			for (const { moduleRequest, importName, isType } of entries) {
				const target = moduleRequest && resolve(moduleRequest.value);
				if (!target) continue;
				links.push(target);
				if (!isType) values.push(target);
				use(target, importName.name ?? '*');
			}
		// `import('./x')` as an expression and as a type, `require('./x')`, and programs that a path names.
		for (const [, source] of text.matchAll(/\b(?:import|require)\(\s*'(\.[^']+)'/g)) {
			const target = resolve(source);
			if (!target) continue;
			links.push(target);
			use(target, '*');
		}
		for (const [, source] of text.matchAll(/'((?:\.{1,2}\/)?[\w./-]+-(?:worker|program))(?:\.ts)?'/g)) {
			const target = resolve(source.startsWith('.') ? source : `./${source}`);
			if (target) links.push(target);
		}
		targets.set(file, links);
		loaded.set(file, values);
	}
	return { targets, loaded, used };
}

function resolveFile(file, source, parsed) {
	if (!source.startsWith('.')) return undefined;
	const path = posix.join(posix.dirname(file), source);
	return ['', '.ts', '.tsx', '.mjs', '/index.ts'].map((ending) => path + ending).find((candidate) => parsed.has(candidate));
}

function reach(from, targets) {
	const reached = new Set(from);
	for (const file of reached) for (const target of targets.get(file) ?? []) reached.add(target);
	return reached;
}

/** Exports that no other file imports. Entries are loaded by their default or by name from outside. */
function findUnused(product, parsed, used) {
	const unused = product
		.filter((file) => !isEntry(file))
		.flatMap((file) =>
			parsed
				.get(file)
				.module.staticExports.flatMap(({ entries }) => entries)
				.map(({ exportName }) => exportName.name ?? (exportName.kind === 'Default' ? 'default' : undefined))
				.filter((name) => name && !used.has(`${file}#${name}`) && !used.has(`${file}#*`))
				.map((name) => `${file}#${name}`),
		);
	return countEach(unused);
}

/** Pairs of neighbouring rooms, at the top and inside `core` and `providers`, whose files import each other. */
function findMutual(product, targets) {
	const arrows = new Set();
	const roomsOf = (file) => [roomOf(file), file.split('/').length > 2 ? file.split('/', 2).join('/') : undefined];
	for (const file of product)
		for (const target of targets.get(file))
			for (const level of [0, 1]) {
				const from = roomsOf(file)[level];
				const to = roomsOf(target)[level];
				const isNeighbour =
					level === 0 ? isProduct(target) : from && to && /^(?:core|providers)\//.test(from) && roomOf(from) === roomOf(to);
				if (isNeighbour && from !== to) arrows.add(`${from} ${to}`);
			}
	return [...arrows].filter((arrow) => {
		const [from, to] = arrow.split(' ');
		return from < to && arrows.has(`${to} ${from}`);
	});
}

const compress = (text) => gzipSync(text, { level: 9 }).length;
const sum = (parts) => [...parts.values()].reduce((total, amount) => total + amount, 0);
const countEach = (names) => new Map([...names].map((name) => [name, 1]));
const sizes = (files, size) => new Map(files.map((file) => [file, size(file)]));
const countIn = (files, pattern, parsed) => new Map(files.map((file) => [file, [...parsed.get(file).code.matchAll(pattern)].length]));
/** The different names that the first groups match. */
const matchAll = (places, parsed) =>
	countEach(new Set(places.flatMap(([file, pattern]) => [...(parsed.get(file)?.code.matchAll(pattern) ?? [])].map(([, name]) => name))));
