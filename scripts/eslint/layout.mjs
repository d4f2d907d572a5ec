/** The import rules of docs/architecture.md. Any import that is not listed here is an error. */
import boundaries from 'eslint-plugin-boundaries';

const pure = ['core/base', 'core/ports', 'core/words', 'core/tokens', 'core/prompts', 'core/conversations'];
/** The rooms that a host can import. A host runs agents and processes for a user. */
const belowHosts = [...pure, 'core', 'database', 'providers', 'providers/compose', 'manifests', 'bpmn', 'dmn'];

/** Each room, and the rooms that it can import besides itself. */
export const rooms = {
	'core/base': [],
	'core/ports': ['core/base'],
	'core/words': ['core/base'],
	'core/tokens': ['core/base', 'core/ports'],
	'core/prompts': ['core/base'],
	'core/conversations': ['core/base', 'core/ports'],
	core: pure,
	database: ['core/base'],
	providers: [...pure, 'database'],
	'providers/compose': [...pure, 'core', 'database', 'providers'],
	'service/http': ['core/base'],
	manifests: [...pure, 'database', 'service/http'],
	bpmn: ['core/base'],
	dmn: ['core/base', 'bpmn'],
	'engine-adapter': [...belowHosts, 'service/http'],
	credentials: ['core/base'],
	nodes: [...belowHosts, 'engine-adapter', 'credentials', 'sandbox'],
	sandbox: [...pure, 'core', 'database', 'providers', 'manifests', 'sandbox/fakes'],
	'sandbox/fakes': [...belowHosts, 'engine-adapter'],
	service: [...belowHosts, 'engine-adapter', 'sandbox', 'service/http', 'cli'],
	cli: [...belowHosts, 'engine-adapter', 'sandbox', 'service'],
};

/** Packages that only these folders can import. */
const owners = {
	'n8n-workflow': ['nodes', 'credentials', 'providers/tools/n8n-node'],
	'n8n-core': ['nodes', 'credentials'],
	'@n8n/*': ['nodes', 'credentials'],
	openai: ['providers/models/openai'],
	'@anthropic-ai/sdk': ['providers/models/anthropic'],
	'@google/genai': ['providers/models/google'],
	ollama: ['providers/models/ollama'],
	'@modelcontextprotocol/sdk': ['providers/tools/mcp'],
	'@modelcontextprotocol/client': ['providers/tools/mcp'],
	'@modelcontextprotocol/server': ['service/mcp', 'providers/tools/mcp'],
	'@a2a-js/sdk': ['providers/tools/a2a', 'service/a2a'],
	'@huggingface/transformers': ['providers/transformers'],
	chromadb: ['providers/knowledge'],
	ioredis: ['providers/redis'],
	'@camunda8/sdk': ['engine-adapter/zeebe'],
};

/** Tests and tools, which can import everything. */
const free = ['test-file', 'examples', 'templates', 'test', 'bench', 'scripts'];

const areas = Object.keys(rooms);
const owningFolders = [...new Set(Object.values(owners).flat())].filter((folder) => !areas.includes(folder));

/** A file has the category of its room, and a second one when its folder owns a package. */
const files = [
	{ category: 'test-file', pattern: '**/*.{test,contract}.ts' },
	...areas.map((room) => ({ category: room, pattern: filesOf(room) })),
	...[...owningFolders, ...free.slice(1)].map((folder) => ({ category: folder, pattern: `${folder}/**` })),
];

/** Returns the files of a room, without the rooms inside it. */
function filesOf(room) {
	const inside = areas.filter((other) => other.startsWith(`${room}/`)).map((other) => other.slice(room.length + 1));
	return inside.length > 0 ? `${room}/!(${inside.join('|')})/**` : `${room}/**`;
}

const from = (...categories) => ({ file: { categories: { anyOf: categories } } });
const to = from;
const anyPackage = { module: { origin: ['external', 'core'] } };
const packages = (...sources) => ({ module: { origin: 'external', source: sources } });

/** A later policy overrides an earlier one. */
const policies = [
	...areas.map((room) => ({ from: from(room), allow: { to: to(room, ...rooms[room]) } })),
	{ from: from(...areas), allow: { to: anyPackage } },
	{ from: from(...areas), disallow: { to: packages(...Object.keys(owners)) } },
	...Object.entries(owners).map(([name, folders]) => ({ from: from(...folders), allow: { to: packages(name) } })),
	{ from: from(...free), allow: { to: to(...areas, ...free) } },
	{ from: from(...free), allow: { to: anyPackage } },
];

export const layout = {
	files: ['**/*.ts'],
	plugins: { boundaries },
	settings: {
		'boundaries/files': files,
		'boundaries/elements': [],
		'boundaries/dependency-nodes': ['import', 'export', 'dynamic-import', 'require'],
		'import/resolver': { typescript: { alwaysTryTypes: true, project: './tsconfig.json' } },
	},
	rules: {
		'boundaries/dependencies': [
			'error',
			{
				default: 'disallow',
				checkAllOrigins: true,
				policies,
				message: 'docs/architecture does not let {{from.file.path}} import {{to.file.path}}{{to.module.source}}.',
			},
		],
	},
};
