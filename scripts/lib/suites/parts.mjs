/**
 * The parts of `npm test` and of `npm run test:full`.
 *
 * @typedef {object} Part
 * @property {string} id as in `npm run test:full -- ID`
 * @property {string} [group] of parts that are chosen together
 * @property {string} name
 * @property {string} [script] of package.json, which runs jest
 * @property {string[]} [args] options of jest
 * @property {string[]} [files] test files; default: all
 * @property {string[]} [related] source files; runs the tests that import them
 * @property {string[]} [walks] the parts of the full run whose main way it walks
 * @property {string[]} [command] of npm, where the part is not run by jest
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [needsRealPart] skips its tests where the real part is missing; with CI=true, such a skip is a failure
 * @property {boolean} [isQuick] leaves out the slow tests
 */

const lint = { id: 'lint', name: 'Lint and types', command: ['lint:code'] };
const layout = { id: 'layout', name: 'Layout of the files', command: ['lint:layout'] };
const contract = { id: 'contract', name: 'Engine contract on the embedded engine', script: 'test:contract' };
const real = { needsRealPart: true };
/** The gate plays those that the changes can break, the full run all. */
const server = { id: 'server', name: 'Unit tests that start servers', script: 'test:server', isQuick: true };

/**
 * What a contributor runs before a push, and continuous integration: two at a time, the longest first.
 * @type {Part[]}
 */
const gate = [
	{ id: 'quick', name: 'Quick unit tests', script: 'test:unit', isQuick: true },
	{
		id: 'walk-n8n',
		name: 'Main job and a panel in a real n8n',
		script: 'test:gate',
		args: ['--selectProjects', 'n8n'],
		walks: ['n8n', 'clicked'],
		...real,
	},
	{
		id: 'walk-zeebe',
		name: 'A case of each family on Zeebe 8.8',
		script: 'test:gate',
		args: ['--selectProjects', 'Zeebe 8.8'],
		walks: ['zeebe'],
		...real,
	},
	{
		id: 'walk-contract',
		name: 'Engine contract on the embedded engine as Zeebe 8.8, and a sample of the rest',
		script: 'test:contract',
		args: ['--globals', '{"quickTestsOnly":true}'],
		walks: ['contract'],
	},
	layout,
	lint,
	{
		id: 'walk-state',
		name: 'State on PostgreSQL',
		script: 'test:state',
		walks: ['state'],
		...real,
		files: ['state-database', 'work-store', 'channel-stores', 'event-store', 'run-store'].map((name) => `test/state/${name}.test.ts`),
		// The quick tests play the same on SQLite.
		env: { TROUPE_DATABASES: 'PostgreSQL' },
	},
	{
		id: 'walk-console',
		name: 'The frame of the console in a real browser',
		script: 'test:console',
		walks: ['console'],
		...real,
		files: ['test/console/frame.console.test.ts'],
	},
	{
		id: 'walk-package',
		name: 'The package, installed and admitted',
		script: 'test:package',
		walks: ['package'],
		files: ['test/package/package.test.ts'],
	},
	{
		id: 'walk-registry',
		name: 'The registry, killed once',
		script: 'test:registry',
		walks: ['registry'],
		...real,
		files: ['test/registry/processes.test.ts'],
		env: { TROUPE_KILLS: '1' },
	},
];

/** @type {{ parts: Part[], leftOut: Part[] }} */
export const wholeGate = { parts: gate, leftOut: [server, contract] };

/** Splits a part by its files. */
const split = (part, count) =>
	Array.from({ length: count }, (_, index) => ({
		...part,
		id: `${part.id}-${index + 1}`,
		name: `${part.name}, ${index + 1} of ${count}`,
		group: part.group ?? part.id,
		args: [...(part.args ?? []), `--shard=${index + 1}/${count}`],
	}));
const zeebe = (version) => {
	const id = `zeebe${version.replace('.', '')}`;
	const shared = { script: 'test:zeebe', group: id, ...real };
	const project = ['--selectProjects', `Zeebe ${version}`];
	return [
		{
			...shared,
			id: `${id}-contract`,
			name: `Engine contract on Zeebe ${version}`,
			args: [...project, '--testPathPatterns=zeebe/contract/'],
		},
		...split(
			{
				...shared,
				id: `${id}-walks`,
				name: `Workers and examples on Zeebe ${version}`,
				args: [...project, '--testPathPatterns=zeebe/(?!contract/)'],
			},
			2,
		),
	];
};
const n8n = { id: 'n8n', name: 'End to end in a real n8n', script: 'test:e2e', ...real };
const clicked = { id: 'clicked', name: 'First steps, clicked in a real n8n', script: 'test:e2e', ...real };

/**
 * Everything, by parts that can be run alone.
 * @type {Part[]}
 */
export const full = [
	{ id: 'quick', group: 'unit', name: 'Unit tests, with coverage', script: 'test:coverage', isQuick: true },
	...split({ id: 'slow', group: 'unit', name: 'Files with slow unit tests', script: 'test:slow' }, 2),
	contract,
	lint,
	layout,
	...split({ ...n8n, args: ['--testPathIgnorePatterns=first-steps'] }, 3),
	...split({ ...clicked, args: ['--testPathPatterns=first-steps'] }, 3),
	...zeebe('8.8'),
	...zeebe('8.6'),
	...split({ id: 'package', name: 'The published package', script: 'test:package' }, 3),
	{ id: 'state', name: 'State on SQLite and PostgreSQL, shared by several machines', script: 'test:state', ...real },
	{ id: 'registry', name: 'The registry on SQLite and PostgreSQL, killed and starved', script: 'test:registry', ...real },
	{ id: 'knowledge', name: 'Knowledge on its database servers', script: 'test:knowledge', ...real },
	{ id: 'nodes', name: 'Nodes of the real n8n as tasks', script: 'test:nodes', ...real },
	{ id: 'small-model', name: 'The support example with a real small model', script: 'test:small-model', ...real },
	{ id: 'clients', name: 'The clients for TypeScript and Python, installed afresh', script: 'test:clients' },
	{ id: 'api-fuzz', name: 'Generated requests to the whole API', script: 'test:api-fuzz' },
	{ id: 'console', name: 'The console in a real browser', script: 'test:console', ...real },
	{ id: 'audit', name: "The audit log and Go's own tools", script: 'test:audit', ...real },
	{ id: 'kill', name: 'The embedded engine, killed a hundred times', script: 'test:kill' },
];

/** The names by which parts are chosen: each part's id and group, and `zeebe` for both versions. */
export const partNames = [...new Set(full.flatMap(namesOf))];

/** @param {Part} part */
export function namesOf({ id, group = id }) {
	return [id, group, ...(group.startsWith('zeebe') ? ['zeebe'] : [])];
}

/** The parts that a change in a folder can break, beside `unit`, `lint` and `layout`, which every change can. A longer path goes first. */
const partsOf = {
	bpmn: ['contract', 'zeebe', 'kill'],
	dmn: ['contract', 'zeebe'],
	'engine-adapter': ['contract', 'zeebe', 'kill', 'state'],
	'engine-adapter/embedded': ['contract', 'kill', 'state'],
	'engine-adapter/rest': ['api-fuzz', 'contract', 'state'],
	'engine-adapter/zeebe': ['zeebe'],
	planner: ['zeebe', 'package'],
	manifests: ['registry', 'package', 'n8n'],
	nodes: ['n8n', 'clicked', 'nodes', 'package'],
	credentials: ['n8n', 'clicked'],
	database: ['state', 'registry', 'knowledge', 'kill'],
	providers: ['state', 'package', 'n8n'],
	'providers/state': ['state', 'kill', 'package'],
	'providers/knowledge': ['knowledge'],
	'providers/documents': ['knowledge'],
	'providers/tools/n8n-node': ['nodes'],
	service: ['package', 'state', 'clients', 'api-fuzz'],
	clients: ['clients'],
	cli: ['package', 'state'],
	verify: ['package', 'state'],
	console: ['console'],
	packages: ['console'],
	'service/console': ['console'],
	sandbox: ['package', 'nodes'],
	core: ['package', 'n8n', 'state'],
	'core/audit': ['audit', 'state'],
	'core/agents': ['small-model', 'package', 'n8n', 'state'],
	'core/knowledge': ['small-model', 'knowledge', 'n8n'],
	examples: ['zeebe', 'n8n'],
	templates: ['zeebe88', 'n8n'],
	scripts: ['package'],
	deploy: ['n8n'],
	docs: [],
	bench: [],
	'test/contract': ['contract', 'zeebe', 'kill', 'package'],
	'test/fakes': partNames,
	'test/support': partNames,
	'test/zeebe': ['zeebe'],
	'test/e2e': ['n8n', 'clicked'],
	...Object.fromEntries(
		['package', 'state', 'registry', 'knowledge', 'nodes', 'small-model', 'kill', 'clients', 'api-fuzz', 'audit', 'console'].map((id) => [
			`test/${id}`,
			[id],
		]),
	),
};

/**
 * Returns the parts that changed files can break. A file of no listed folder, such as package.json, can break all.
 * @param {string[]} files relative to the checkout @returns {Set<string>} names of parts
 */
export function findParts(files) {
	const folders = Object.keys(partsOf).sort((one, other) => other.length - one.length);
	const names = files.flatMap((file) => {
		const folder = folders.find((each) => file.startsWith(`${each}/`));
		if (folder) return partsOf[folder];
		return /\.md$|^LICENSE$/.test(file) ? [] : partNames;
	});
	return new Set(files.length > 0 ? ['unit', 'lint', 'layout', ...names] : []);
}

/**
 * Returns the parts of the gate that changed files can break. Tests of pages read files that they do not import, and always run.
 * @param {string[]} files relative to the checkout @param {string[]} pageTests @returns {{ parts: Part[], leftOut: Part[] }}
 */
export function narrowGate(files, pageTests) {
	const names = findParts(files);
	const isNeeded = ({ id, walks = [id] }) => id === 'quick' || walks.some((name) => names.has(name));
	const narrow = (part) => ({ ...part, name: `${part.name} of what changed`, related: [...files, ...pageTests] });
	if (partNames.every((name) => names.has(name))) return { parts: [...gate, narrow(server)], leftOut: [] };
	const [quick, ...others] = gate;
	return { parts: [narrow(quick), narrow(server), ...others.filter(isNeeded)], leftOut: others.filter((part) => !isNeeded(part)) };
}
