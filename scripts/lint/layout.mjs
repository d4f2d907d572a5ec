/** The import rules of docs/architecture.md. Any import that is not listed here is an error. */

const pure = ['core/base', 'core/ports', 'core/words', 'core/tokens', 'core/prompts', 'core/conversations', 'core/audit'];
/** The rooms that a host can import. A host runs agents and processes for a user. */
const belowHosts = [...pure, 'core', 'providers/database', 'providers', 'providers/compose', 'manifests', 'bpmn', 'bpmn/dmn'];

/** Each room, and the rooms that it can import besides itself. */
export const rooms = {
	'core/base': [],
	'core/ports': ['core/base'],
	'core/words': ['core/base'],
	'core/tokens': ['core/base', 'core/ports'],
	'core/prompts': ['core/base'],
	'core/conversations': ['core/base', 'core/ports'],
	'core/audit': ['core/base'],
	core: pure,
	'providers/database': ['core/base'],
	'providers/channels/accounts': [],
	'packages/accessible-bpmn': [],
	providers: [...pure, 'providers/database'],
	'providers/compose': [...pure, 'core', 'providers/database', 'providers', 'providers/channels/accounts'],
	'service/http': ['core/base'],
	manifests: [...pure, 'providers/database', 'service/http'],
	bpmn: ['core/base'],
	'bpmn/dmn': ['core/base', 'bpmn'],
	'engine-adapter': [...belowHosts, 'service/http'],
	planner: [...belowHosts, 'engine-adapter'],
	credentials: ['core/base', 'providers/channels/accounts'],
	nodes: [...belowHosts, 'engine-adapter', 'planner', 'credentials', 'sandbox', 'sandbox/kinds'],
	sandbox: [...pure, 'core', 'providers/database', 'providers', 'manifests', 'sandbox/fakes'],
	'sandbox/fakes': [...belowHosts, 'engine-adapter'],
	'sandbox/kinds': [...belowHosts, 'engine-adapter', 'sandbox', 'sandbox/fakes'],
	service: [...belowHosts, 'engine-adapter', 'planner', 'sandbox', 'sandbox/kinds', 'service/http'],
	console: ['packages/accessible-bpmn'],
	cli: [...belowHosts, 'engine-adapter', 'planner', 'sandbox', 'sandbox/kinds', 'service'],
	verify: [...belowHosts, 'engine-adapter', 'sandbox', 'sandbox/fakes', 'service', 'cli'],
};

/** Files that every room can import, as they import `core/base` and `core/ports` alone: nobody warns without masks. */
const open = ['core/guardrails/masking/warn-operator.ts'];

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
	'@ag-ui/core': ['service/runs/ag-ui'],
	'@a2a-js/sdk': ['providers/tools/a2a', 'service/a2a'],
	'@huggingface/transformers': ['providers/transformers'],
	chromadb: ['providers/knowledge'],
	ioredis: ['providers/redis'],
	'@camunda8/sdk': ['engine-adapter/zeebe'],
	'@opentelemetry/*': ['providers/tracing'],
	'bpmn-js': ['console', 'packages/accessible-bpmn'],
	preact: ['console'],
	'@preact/signals': ['console'],
	'@fastify/cookie': ['service/console'],
	'@fastify/static': ['service/console'],
};

/** Files that import each other, sorted, and why they may. Types count. Any other circle is an error. */
export const circles = [];

/** Tests and tools, which can import every room, each other and every package. */
const freeFolders = ['examples', 'test', 'bench', 'scripts', 'packages/accessible-bpmn/test'];
const testFile = /\.(?:test|contract)\.tsx?$/;

const inside = (path, folder) => path === folder || path.startsWith(`${folder}/`);
/** The innermost room comes first. */
const innermostFirst = Object.keys(rooms).sort((one, other) => other.length - one.length);
const roomOf = (path) => innermostFirst.find((room) => inside(path, room));
/** Returns whether the file is a test or a tool. */
export const isFree = (path) => testFile.test(path) || freeFolders.some((folder) => inside(path, folder));

/** Returns whether the file can import the other file. Paths begin at the root of the repository. */
export function allowsFile(file, target) {
	if (target === 'package.json') return true; // It holds the version that commands and reports name.
	if (open.includes(target)) return true;
	const room = roomOf(file);
	const targetRoom = roomOf(target);
	if (isFree(file)) return targetRoom !== undefined || isFree(target);
	return room !== undefined && targetRoom !== undefined && (targetRoom === room || rooms[room].includes(targetRoom));
}

/** Returns whether the file can import the package, whose name has no path. */
export function allowsPackage(file, name) {
	if (isFree(file)) return true;
	const folders = owners[name] ?? owners[`${name.split('/')[0]}/*`];
	return roomOf(file) !== undefined && (folders === undefined || folders.some((folder) => inside(file, folder)));
}
