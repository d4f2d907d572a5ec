/** Who may import what, as docs/architecture draws it. Everything not allowed here is an error. */
import boundaries from 'eslint-plugin-boundaries';

const areas = ['nodes', 'credentials', 'core', 'providers', 'bpmn', 'engine-adapter', 'manifests', 'sandbox', 'cli'];
const free = ['examples', 'test', 'bench', 'scripts'];

/** A file has the category of its area and, where one file of it is special, one more. */
const files = [
	{ category: 'test-file', pattern: '**/*.{test,contract}.ts' },
	{ category: 'base', pattern: 'core/base/**' },
	{ category: 'ports', pattern: 'core/{ports,ports/*}.ts' },
	{ category: 'agent-types', pattern: 'core/agents/**' },
	{ category: 'compose', pattern: 'providers/compose/**' },
	{ category: 'n8n-hooks', pattern: 'manifests/gate/n8n-hooks.ts' },
	{ category: 'zeebe', pattern: 'engine-adapter/zeebe/**' },
	{ category: 'openai', pattern: 'providers/openai/**' },
	{ category: 'anthropic', pattern: 'providers/anthropic/**' },
	{ category: 'google', pattern: 'providers/google/**' },
	{ category: 'ollama', pattern: 'providers/ollama/**' },
	{ category: 'mcp', pattern: 'providers/mcp/**' },
	{ category: 'transformers', pattern: 'providers/transformers/**' },
	{ category: 'knowledge-store', pattern: 'providers/knowledge/**' },
	...[...areas, ...free].map((area) => ({ category: area, pattern: `${area}/**` })),
];

const from = (...categories) => ({ file: { categories: { anyOf: categories } } });
const to = from;
const packages = (...sources) => ({ module: { origin: 'external', source: sources } });
const hosts = ['nodes', 'engine-adapter', 'sandbox', 'cli'];
const n8nPackages = ['n8n-workflow', 'n8n-core', '@n8n/*'];

const layoutPolicies = [
	...areas.map((area) => ({ from: from(area), allow: { to: to(area) } })),
	{ from: from(...hosts), allow: { to: to('core', 'providers', 'manifests', 'bpmn') } },
	// A host that runs processes talks to the engine through its port and drivers.
	{ from: from('nodes', 'cli', 'sandbox'), allow: { to: to('engine-adapter') } },
	{ from: from('nodes'), allow: { to: to('credentials') } },
	// What everybody imports, and what imports nothing.
	{ from: from(...areas), allow: { to: to('base') } },
	{ from: from('providers', 'manifests'), allow: { to: to('ports') } },
	{ from: from('providers'), allow: { to: to('agent-types'), dependency: { kind: 'type' } } },
	// Pure, and needed where a provider's server gives no figures.
	{
		from: from('providers'),
		allow: {
			to: {
				file: {
					path: ['core/llm/estimate-tokens.ts', 'core/llm/text-batches.ts', 'core/llm/token-usage.ts', 'core/usage/describe-shortage.ts'],
				},
			},
		},
	},
	// Pure: what a definition is checked by before anything is called, how every store of runs says that one is taken.
	{
		from: from('providers'),
		allow: { to: { file: { path: ['core/tools/url-template.ts', 'core/agents/run-taken.ts'] } } },
	},
	// Pure: how words are counted and filters read, the same for every store of knowledge.
	{
		from: from('providers'),
		allow: { to: { file: { path: ['core/knowledge/lexical/**', 'core/knowledge/filter/**'] } } },
	},
	// Numbers alone: what may be kept of persons and conversations, whatever keeps it.
	{ from: from('providers'), allow: { to: { file: { path: ['core/memory/memory-bounds.ts'] } } } },
	// Databases by Kysely, for the registry, knowledge and memory: no capability's code.
	{ from: from('providers', 'manifests'), allow: { to: { file: { path: ['core/database/**'] } } } },
	// What a document is as a task hands it over.
	{ from: from('providers'), allow: { to: { file: { path: ['core/knowledge/knowledge-task.ts'] } }, dependency: { kind: 'type' } } },
	{ from: from('compose'), allow: { to: to('core') } },
	// Pure: what a variable of a prompt is, for who publishes one and for who fills it in; and the words of a question.
	{ from: from('manifests'), allow: { to: { file: { path: ['core/agents/prompt-template.ts', 'core/knowledge/lexical/terms.ts'] } } } },
	{ from: from(...areas), allow: { to: { module: { origin: ['external', 'core'] } } } },
	{
		from: from(...areas),
		disallow: {
			to: packages(
				...n8nPackages,
				'openai',
				'@anthropic-ai/sdk',
				'@google/genai',
				'ollama',
				'@modelcontextprotocol/*',
				'@camunda8/sdk',
				'@huggingface/transformers',
				'chromadb',
			),
		},
	},
	{ from: from('nodes', 'credentials', 'n8n-hooks'), allow: { to: packages(...n8nPackages) } },
	{ from: from('openai'), allow: { to: packages('openai') } },
	{ from: from('anthropic'), allow: { to: packages('@anthropic-ai/sdk') } },
	{ from: from('google'), allow: { to: packages('@google/genai') } },
	{ from: from('ollama'), allow: { to: packages('ollama') } },
	{ from: from('mcp'), allow: { to: packages('@modelcontextprotocol/*') } },
	{ from: from('transformers'), allow: { to: packages('@huggingface/transformers') } },
	{ from: from('knowledge-store'), allow: { to: packages('chromadb') } },
	{ from: from('zeebe'), allow: { to: packages('@camunda8/sdk') } },
	{ from: from('base'), disallow: { to: to(...areas) } },
	{ from: from('base'), allow: { to: to('base') } },
	{ from: from('test-file', ...free), allow: { to: to(...areas, ...free) } },
	{ from: from('test-file', ...free), allow: { to: { module: { origin: ['external', 'core'] } } } },
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
				policies: layoutPolicies,
				message: 'docs/architecture does not let {{from.file.path}} import {{to.file.path}}{{to.module.source}}.',
			},
		],
	},
};
