import fc from 'fast-check';
import { diffManifests } from './diff-manifests';
import { isSame, jsonChanges } from './json-changes';
import { agentManifest, packageManifest, plainDefinition, promptManifest } from '../../../test/support/registry/manifests-of-each-kind';

type Definition = typeof plainDefinition & Record<string, unknown>;

function after(change: (definition: Definition) => void) {
	const definition = structuredClone(plainDefinition) as Definition;
	change(definition);
	return diffManifests(agentManifest(), agentManifest(definition));
}

describe('what a change of an agent asks of its version', () => {
	it.each<[string, string, string, (definition: Definition) => void]>([
		['none', '/version', 'the version alone', (d) => (d.version = '1.2.1')],
		['patch', '/prompt', 'wording of the prompt', (d) => (d.prompt = 'You help kindly.')],
		['patch', '/texts', 'a text', (d) => (d.texts = { blocked: { en: 'No.' } })],
		['patch', '/purpose', 'its purpose', (d) => (d.purpose = 'Answers.')],
		['patch', '/model/temperature', 'temperature', (d) => Object.assign(d.model, { temperature: 0.2 })],
		['patch', '/model/route/0/timeoutMs', 'a timeout', (d) => Object.assign(d.model.route[0]!, { timeoutMs: 1_000 })],
		['patch', '/limits/toolCalls', 'a lower limit', (d) => (d.limits.toolCalls = 4)],
		['patch', '/limits/costUsd', 'a cap where there was none', (d) => Object.assign(d.limits, { costUsd: 1 })],
		['patch', '/budgets', 'budgets where there were none', (d) => (d.budgets = [{ name: 'b', per: 'day', calls: 5 }])],
		['patch', '/guardrails/personalData/types/2', 'a type more', (d) => d.guardrails.personalData.types.push('PERSON')],
		['patch', '/guardrails/personalData/action', 'blocking', (d) => (d.guardrails.personalData.action = 'block')],
		['patch', '/guardrails/policy', 'a policy', (d) => Object.assign(d.guardrails, { policy: { id: 'p', checks: [] } })],
		['patch', '/capabilities', 'another order', (d) => d.capabilities.reverse()],
		['minor', '/capabilities/2', 'a new capability', (d) => d.capabilities.push('orders.write')],
		['minor', '/tools/rules/0/permission', 'a permission', (d) => (d.tools.rules[0]!.permission = 'ask')],
		['minor', '/tools/rules/0', 'a rule less', (d) => (d.tools.rules = [])],
		[
			'minor',
			'/tools/define/0',
			'a tool',
			(d) => (d.tools.define as object[]).push({ kind: 'mcp', server: 'x', url: 'https://x.example' }),
		],
		['minor', '/tools/askPerson', 'asking people', (d) => Object.assign(d.tools, { askPerson: true })],
		['minor', '/tools/parallel', 'a higher limit of tools', (d) => (d.tools.parallel = 5)],
		['minor', '/knowledge', 'knowledge', (d) => (d.knowledge = { documents: 'handbook' })],
		['minor', '/memory', 'memory', (d) => (d.memory = { turns: 3 })],
		['minor', '/model/route/0/provider', 'a provider', (d) => (d.model.route[0]!.provider = 'google')],
		['minor', '/limits/toolCalls', 'a higher limit', (d) => (d.limits.toolCalls = 6)],
		['minor', '/guardrails/personalData/types/0', 'a type less', (d) => d.guardrails.personalData.types.shift()],
		['minor', '/guardrails/personalData/action', 'a weaker action', (d) => (d.guardrails.personalData.action = 'partial')],
		['minor', '/promptReference', 'a published prompt', (d) => (d.promptReference = { name: 'tone', range: '^1' })],
		['minor', '/nobodyKnows', 'a field of tomorrow', (d) => (d.nobodyKnows = 1)],
		['major', '/capabilities/0', 'a capability less', (d) => d.capabilities.shift()],
	])('%s: %s (%s)', (bump, path, _what, change) => {
		const diff = after(change);
		expect(diff.requiredBump).toBe(bump);
		expect(diff.changes.map((one) => one.path)).toContain(path);
		expect(diff.reasons[0]).toContain(path);
	});

	it.each([
		['patch', 'pass', 'block'],
		['patch', 'pass', undefined], // blocking is the default
		['minor', 'block', 'pass'],
		['minor', undefined, 'pass'],
	] as const)('is a %s version where a policy that fails did %s and does %s', (bump, from, to) => {
		const failing = (onFailure: string | undefined) => {
			const definition = structuredClone(plainDefinition);
			Object.assign(definition.guardrails, { policy: { id: 'p', checks: [], ...(onFailure && { onFailure }) } });
			return agentManifest(definition);
		};
		expect(diffManifests(failing(from), failing(to))).toMatchObject({
			requiredBump: bump,
			changes: [{ path: '/guardrails/policy/onFailure' }],
		});
	});

	it('is what its heaviest change asks for, which stands first', () => {
		const diff = after((d) => {
			d.prompt = 'You help kindly.';
			d.tools.rules[0]!.permission = 'ask';
			d.capabilities.shift();
		});
		expect(diff).toMatchObject({
			from: '1.2.0',
			requiredBump: 'major',
			changes: [{ path: '/capabilities/0', kind: 'removed', from: 'crm.read' }, {}, {}],
		});
		expect(diff.reasons).toEqual([
			'major: capabilities (/capabilities/0 removed)',
			'minor: permissions (/tools/rules/0/permission changed)',
			'patch: the prompt (/prompt changed)',
		]);
	});
});

describe('what a change of a prompt asks for', () => {
	const from = promptManifest('1.0.0', 'Speak {{language}}.', ['language']);
	it.each([
		['none', promptManifest('1.0.1', 'Speak {{language}}.', ['language'])],
		['patch', promptManifest('1.0.1', 'Do speak {{language}}.', ['language'])],
		['major', promptManifest('1.0.1', 'Speak {{language}} to {{name}}.', ['language', 'name'])],
		['major', promptManifest('1.0.1', 'Speak.', [])],
	])('%s', (bump, to) => {
		expect(diffManifests(from, to).requiredBump).toBe(bump);
	});
});

describe('what a change of a Dotprompt asks for', () => {
	const dotprompt = (head: string, body: string, variables: string[]) => ({
		...promptManifest('1.0.1', `---\n${head}\n---\n${body}`, variables),
		format: 'dotprompt' as const,
	});
	const of = (schema: string, variables: string[], rest = '') =>
		dotprompt(`model: small\ninput:\n  schema: {${schema}}\n${rest}`, '{{language}}', variables);
	const from = of('"language(enum)": [en, pt], tone?: string', ['language', 'tone']);
	it.each([
		['none', 'nothing', of('"language(enum)": [en, pt], tone?: string', ['language', 'tone'])],
		['patch', 'the text (/content', { ...from, content: `${from.content}!` }],
		['patch', 'wording', of('"language(enum, of the reply)": [en, pt], tone?: "string, of the reply"', ['language', 'tone'])],
		['patch', 'the text', of('"language(enum)": [en, pt], tone?: string', ['language', 'tone'], 'config: {temperature: 0}')],
		[
			'minor',
			'an input that can be left out (/inputs/name added)',
			of('"language(enum)": [en, pt], tone?: string, name?: string', ['language', 'tone', 'name']),
		],
		[
			'minor',
			'an input that can be left out',
			of('"language(enum)": [en, pt], tone?: string', ['language', 'tone'], '  default: {language: en}'),
		],
		[
			'major',
			'an input that must be given (/inputs/name added)',
			of('"language(enum)": [en, pt], tone?: string, name: string', ['language', 'tone', 'name']),
		],
		['major', 'an input that must be given (/inputs/tone/required', of('"language(enum)": [en, pt], tone: string', ['language', 'tone'])],
		['major', 'an input is gone (/inputs/tone removed)', of('"language(enum)": [en, pt]', ['language'])],
		['major', 'values that fitted may not fit any more', of('"language(enum)": [en], tone?: string', ['language', 'tone'])],
		[
			'major',
			'answers can have another form',
			of('"language(enum)": [en, pt], tone?: string', ['language', 'tone'], 'output: {format: json}'),
		],
	])('%s: %s', (bump, reason, to) => {
		const { requiredBump, reasons } = diffManifests(from, to);
		expect(requiredBump).toBe(bump);
		if (bump !== 'none') expect(reasons.join()).toContain(reason);
	});

	describe('whatever an input or a field of an answer is named', () => {
		const one = (schema: string, variables = ['language'], output = '') =>
			dotprompt(`input:\n  schema: {type: object, ${schema}}\noutput: {schema: {type: object, ${output}}}`, 'Hi', variables);
		const properties = (more = '') => `properties: {language: {$ref: "#/$defs/x"}${more}}`;
		it.each([
			['minor', properties(', description: {}'), properties(), ['language', 'description']],
			['major', `${properties(', description: {}')}, required: [description]`, properties(), ['language', 'description']],
			['major', 'properties: {language: {properties: {description: {type: string}}}}', 'properties: {language: {properties: {}}}'],
			['major', 'properties: {language: {properties: {required: false}}}', 'properties: {language: {properties: {}}}'],
			['major', 'properties: {language: {enum: [{description: b}]}}', 'properties: {language: {enum: [{description: a}]}}'],
			['major', `${properties()}, $defs: {x: {type: integer}}`, `${properties()}, $defs: {x: {type: string}}`],
			['major', `${properties()}, $defs: {description: {type: integer}}`, properties()],
			['major', `${properties()}, allOf: [{minProperties: 1}]`, properties()],
			['patch', `${properties()}, $defs: {x: {description: b}}`, `${properties()}, $defs: {x: {description: a}}`],
			['patch', 'properties: {language: {items: {anyOf: [{title: b}]}}}', 'properties: {language: {items: {anyOf: [{title: a}]}}}'],
			['patch', 'properties: {language: {items: [{title: b}]}}', 'properties: {language: {items: [{title: a}]}}'],
			['patch', `${properties()}, additionalProperties: false`, properties()],
		])('%s: %s after %s', (bump, to, before, variables = ['language']) => {
			expect(diffManifests(one(before), one(to, variables)).requiredBump).toBe(bump);
			if (variables.length > 1) expect(diffManifests(one(to, variables), one(before)).requiredBump).toBe('major');
		});

		it.each([
			['major', 'properties: {description: {type: string}}'],
			['patch', 'properties: {}, description: what it says'],
		])('%s: an answer with %s', (bump, output) => {
			expect(diffManifests(one(properties(), [], 'properties: {}'), one(properties(), [], output)).requiredBump).toBe(bump);
		});
	});

	it('is measured from a plain prompt, whose variables are texts that it needs', () => {
		const plain = promptManifest('1.0.0', 'Speak {{language}}.', ['language']);
		expect(diffManifests(plain, of('language: string', ['language'])).requiredBump).toBe('patch');
		expect(diffManifests(plain, dotprompt('model: small', '{{language}}', ['language'])).requiredBump).toBe('patch');
		expect(diffManifests(plain, of('language: string, tone?: string', ['language', 'tone'])).requiredBump).toBe('minor');
		expect(diffManifests(plain, of('language: integer', ['language'])).requiredBump).toBe('major');
		expect(diffManifests(of('language?: string', ['language']), plain).requiredBump).toBe('major');
	});
});

describe('what a change of a package asks for', () => {
	const from = packageManifest('1.0.0');
	it.each([
		['major', { nodes: [{ name: 'n8n-nodes-acme.acme', versions: [2] }] }, '/nodes/n8n-nodes-acme.acme 1'],
		['minor', { nodes: [{ name: 'n8n-nodes-acme.acme', versions: [1, 2, 3] }] }, '/nodes/n8n-nodes-acme.acme 3'],
		['major', { jobTypes: [] }, '/jobTypes/acme:send'],
		['minor', { jobTypes: ['acme:send', 'acme:read'] }, '/jobTypes/acme:read'],
		['major', { commands: ['run'] }, '/commands'],
		['major', { agents: [] }, '/agents/acme'],
		['minor', { agents: [{ id: 'acme', version: '1.1.0', sha256: 'c'.repeat(64) }] }, '/agents/acme'],
		['major', { unlistedAgents: 'deny' as const }, '/unlistedAgents'],
		['patch', { files: [{ path: 'dist/acme.js', size: 1, sha256: 'c'.repeat(64) }] }, 'dist/acme.js'],
		['patch', { dependencies: [{ name: 'x', version: '1.0.0', sha256: 'c'.repeat(64) }] }, '/dependencies/x'],
		['patch', { nestedPackages: [{ path: 'node_modules/x', version: '1.0.0' }] }, '/nestedPackages/node_modules/x'],
		['minor', { n8n: '>=2' }, '/n8n'],
	])('%s: %j', (bump, change, path) => {
		const diff = diffManifests(from, packageManifest('1.0.1', change));
		expect(diff.requiredBump).toBe(bump);
		expect(diff.changes.map((one) => one.path)).toContain(path);
	});

	it('names a thousand of its files at most, and says how many more there are', () => {
		const files = Array.from({ length: 1_500 }, (_, index) => ({ path: `dist/${index}.js`, size: 1, sha256: 'd'.repeat(64) }));
		const diff = diffManifests(from, packageManifest('1.0.1', { files }));
		expect(diff.changes).toHaveLength(1_000);
		expect(diff.reasons.at(-1)).toBe('501 more changes are not listed');
	});

	it('refuses what cannot be compared', () => {
		expect(() => diffManifests(from, agentManifest())).toThrow('Only two versions of one name can be compared');
	});
});

describe('the changes of JSON', () => {
	it('knows entries of a list again by their name', () => {
		const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, value: 1 }));
		expect(jsonChanges([a, b], [c, a, { ...b, value: 2 }])).toEqual([
			{ path: '/0', kind: 'added', to: c },
			{ path: '/2/value', kind: 'changed', from: 1, to: 2 },
		]);
		expect(jsonChanges([a, b], [b, a])).toEqual([{ path: '/', kind: 'changed', from: [a, b], to: [b, a] }]);
	});

	it('writes pointers as RFC 6901 does', () => {
		expect(jsonChanges({ 'a/b': { '~': 1 } }, { 'a/b': { '~': 2 } })).toMatchObject([{ path: '/a~1b/~0' }]);
	});

	it('overlooks no difference, sees none between equals, and every pointer leads somewhere', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (one, other) => {
				expect(jsonChanges(one, structuredClone(one))).toEqual([]);
				const changes = jsonChanges(one, other);
				expect(changes.length === 0).toBe(isSame(one, other));
				for (const { path, kind, from, to } of changes) {
					if (path === '/') continue;
					expect(isSame(valueAt(kind === 'removed' ? one : other, path), kind === 'removed' ? from : to)).toBe(true);
				}
			}),
			{ numRuns: 150 },
		);
	});
});

/** Returns the value at a pointer (RFC 6901), or undefined. */
function valueAt(value: unknown, pointer: string): unknown {
	return pointer
		.split('/')
		.slice(1)
		.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}
