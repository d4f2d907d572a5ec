import type { ManifestDocument } from '../../documents/documents';
import { checkPublished, type PreviousVersion } from './check-published';
import { agentManifest, packageManifest, plainDefinition, promptManifest } from '../../../test/support/registry/manifests-of-each-kind';
import { placeVersion, versionThatWouldDo } from './version-line';

const everyAgent = async () => [];

const publishedAs = (...manifests: ManifestDocument[]): PreviousVersion[] =>
	manifests.map((manifest) => ({ version: manifest.package.version, state: 'approved', manifest: async () => manifest }));

const agent = (version: string, change: Record<string, unknown> = {}) => agentManifest({ ...plainDefinition, version, ...change });
const before = publishedAs(agent('1.2.0'));
const check = (manifest: ManifestDocument, published = before) => checkPublished(manifest, published, everyAgent);

describe('a version', () => {
	const published = ['1.2.0', '1.2.1', '1.4.0', '2.0.0', '2.1.0-beta.1'];
	it.each([
		['2.0.1', { kind: 'next', base: '2.0.0' }],
		['2.1.0', { kind: 'next', base: '2.0.0' }],
		['2.1.0-beta.2', { kind: 'next', base: '2.0.0' }],
		['3.0.0-rc.1', { kind: 'next', base: '2.0.0' }],
		['1.2.2', { kind: 'next', base: '1.2.1' }],
		['1.4.1', { kind: 'next', base: '1.4.0' }],
		['1.5.0', { kind: 'next', base: '1.4.0' }],
		['1.3.0', { kind: 'not-above', above: '1.4.0' }],
		['0.9.0', { kind: 'not-above', above: '2.0.0' }],
		['2.0.0', { kind: 'not-above', above: '2.0.0' }],
		['2.0.0+build', { kind: 'not-above', above: '2.0.0' }],
		['2.1.0-alpha', { kind: 'not-above', above: '2.1.0-beta.1' }],
		['1.2.1-beta', { kind: 'not-above', above: '1.2.1' }],
	])('%s is placed: %j', (version, placement) => {
		expect(placeVersion(version, published)).toEqual(placement);
	});

	it('is free where nothing was published, and measured by nothing where only previews were', () => {
		expect(placeVersion('0.0.1', [])).toEqual({ kind: 'first' });
		expect(placeVersion('1.0.0', ['1.0.0-beta.1'])).toEqual({ kind: 'next', base: undefined });
	});

	it.each([
		['1.2.1', ['1.2.0'], 'minor', '1.3.0'],
		['1.2.1', ['1.2.0'], 'major', '2.0.0'],
		['0.2.1', ['0.2.0'], 'major', '0.3.0'],
		['1.2.2', ['1.2.1', '1.4.0'], 'minor', '1.5.0'],
		['1.2.2', ['1.2.1', '2.0.0'], 'major', '3.0.0'],
		['1.0.0', ['1.0.0'], 'patch', '1.0.1'],
	] as const)('in place of %s after %j, for a %s change: %s', (version, published, required, suggestion) => {
		expect(versionThatWouldDo(version, published, required)).toBe(suggestion);
	});
});

describe('publishing', () => {
	it('takes a first version, a wording as a patch, and a permission as a minor one', async () => {
		await check(agent('1.0.0'), publishedAs());
		await check(agent('1.2.1', { prompt: 'You help kindly.' }));
		await check(agent('1.3.0', { tools: { rules: [] } }));
		await check(agent('2.0.0', { capabilities: [] }));
	});

	it('refuses texts that no database keeps, with their field', async () => {
		const unkept = (field: string) => ({
			code: 'AGENT_INVALID',
			message: expect.stringContaining(`${field} contains the character U+0000`) as string,
		});
		await expect(check({ ...promptManifest('1.0.0', 'Hi', []), purpose: 'a\0' }, [])).rejects.toMatchObject(unkept('purpose'));
		await expect(check(agent('1.3.0', { capabilities: ['a\0'] }))).rejects.toMatchObject(unkept('capabilities'));
	});

	it('names the fields that changed, what they ask for, and a version that would do', async () => {
		await expect(check(agent('1.2.1', { tools: { rules: [{ tool: '*', permission: 'allow' }] }, prompt: 'Hi' }))).rejects.toMatchObject({
			code: 'VERSION_INVALID',
			message:
				'The agent support 1.2.1 cannot be published: since 1.2.0 it changes tools.rules.0, tools.define, tools.parallel (permissions, tools, limits of its tools), which requires a minor version.',
			fix: 'Publish it as 1.3.0 or higher, or leave these fields unchanged from 1.2.0.',
			details: {
				...{ base: '1.2.0', required: 'minor', actual: 'patch', suggestion: '1.3.0' },
				fields: ['/tools/rules/0', '/tools/define', '/tools/parallel'],
			},
		});
	});

	it('lets a version before 1.0.0 break with a minor one', async () => {
		const early = publishedAs(agent('0.2.0'));
		await check(agent('0.3.0', { capabilities: [] }), early);
		await expect(check(agent('0.2.1', { capabilities: [] }), early)).rejects.toMatchObject({ details: { suggestion: '0.3.0' } });
	});

	it('refuses a version that is not above, and says what would do', async () => {
		await expect(check(agent('1.1.0'))).rejects.toMatchObject({
			code: 'VERSION_INVALID',
			message: 'The agent support 1.1.0 cannot be published: its version must be above the published 1.2.0.',
			fix: 'Publish it as 1.2.1 or higher.',
		});
	});

	it('measures a fix of an older line by that line', async () => {
		const two = publishedAs(agent('1.2.0'), agent('2.0.0', { capabilities: [] }));
		await check(agent('1.2.1', { prompt: 'Fixed.' }), two);
		await expect(check(agent('1.2.1', { tools: {} }), two)).rejects.toMatchObject({ details: { base: '1.2.0', suggestion: '1.3.0' } });
	});

	it('takes the version of a package as npm has it, in whatever order its versions are reviewed', async () => {
		await check(packageManifest('1.0.1', { jobTypes: [] }), publishedAs(packageManifest('1.0.0'), packageManifest('2.0.0')));
		await expect(check(packageManifest('latest'), publishedAs())).rejects.toMatchObject({ code: 'VERSION_INVALID' });
	});

	it('holds prompts to the same', async () => {
		await expect(
			check(promptManifest('1.1.0', '{{a}} {{b}}', ['a', 'b']), publishedAs(promptManifest('1.0.0', '{{a}}', ['a']))),
		).rejects.toMatchObject({ code: 'VERSION_INVALID' });
	});
});

describe('what is published', () => {
	it('is checked by the rules of agents, with the fields', async () => {
		const strict = async () => ['limits.toolCalls must be <= 1000'];
		await expect(checkPublished(agent('1.2.0'), publishedAs(), strict)).rejects.toMatchObject({
			code: 'AGENT_INVALID',
			message: 'The agent support 1.2.0 cannot be published: limits.toolCalls must be <= 1000.',
			details: { problems: ['limits.toolCalls must be <= 1000'] },
		});
	});

	it.each([
		[{ purpose: 'Reads mail.' }, 'purpose is not what the manifest says: "Reads mail."'],
		[{ capabilities: ['everything'] }, 'capabilities is not what the manifest says'],
		[{ package: { name: 'sales', version: '1.2.0' } }, 'id is not what the manifest says: "sales"'],
		[{ package: { name: 'support', version: '1.9.0' } }, 'version is not what the manifest says'],
		[{ prompt: { name: 'tone', range: '^1' } }, 'promptReference is not what the manifest says'],
		[{ content: '{"id": "support", "id": "other"}' }, 'the name "id" appears twice'],
		[{ content: '[]' }, 'it is not a JSON object'],
	])('is what its manifest says: %j', async (change, message) => {
		await expect(check({ ...agentManifest(), ...change }, publishedAs())).rejects.toThrow(message);
	});

	it('asks for a prompt by a range of versions', async () => {
		const asking = (range: string) => agent('1.2.0', { promptReference: { name: 'tone', range } });
		await check(asking('^1.2'), publishedAs());
		await check(asking('production'), publishedAs());
		await expect(check(asking('the newest'), publishedAs())).rejects.toMatchObject({
			code: 'AGENT_INVALID',
			details: { problems: ['promptReference.range "the newest" is not a version range, such as ^1.2, or a label, such as production'] },
		});
	});

	it.each([
		['Hello {{name}}', [], 'variables lacks name'],
		['Hello', ['name'], 'name is not in the text'],
		['Hello {{name}}', ['name', 'name'], 'name is listed twice'],
		['Hello {{ $json.name }}', [], '{{ at position 6'],
		['x'.repeat(50_001), [], 'content has 50001 characters'],
	])('has the variables that it says: %s', async (content, variables, message) => {
		await expect(check(promptManifest('1.0.0', content, variables), publishedAs())).rejects.toThrow(message);
	});

	const dotprompt = (content: string, variables: string[]) => ({
		...promptManifest('1.0.0', content, variables),
		format: 'dotprompt' as const,
	});
	const schemaOf = (fields: string) => `---\nmodel: x\ninput:\n  schema:\n    type: object\n    ${fields}\n---\n{{#if a}}x{{/if}}`;
	const head = '---\ninput: {schema: {who: string, note?: string}}\n---\n';

	it('can be a Dotprompt with system text', async () => {
		await check(dotprompt(`${head}{{#if note}}{{note}}{{/if}} {{who}}`, ['who', 'note']), publishedAs());
		await check(dotprompt(`${head}{{role "system"}}{{who}}`, ['who', 'note']), publishedAs());
	});

	it.each([
		[`${head}{{who}}`, ['who'], 'variables lacks note'],
		[`${head}{{whom}}`, ['who', 'note'], 'content: line 4: The prompt has no input whom'],
		[`${head}\n{{role "system"}}x{{role "model"}}y`, ['who', 'note'], 'system text only. This is text of the role model'],
		['---\nmodel: [x]\n---\nx', [], 'model of its head is not a text'],
		['---\nmodel: x\nname: tone\n---\nx', [], 'its head has name, which the manifest says'],
		['---\nmodel: x\ninput: {schema: {"a-b": string}}\n---\nx', [], 'the input "a-b" is not a name'],
		['Hello {{who}}', ['who'], 'format is dotprompt, and the text has no head'],
		[`---\nmodel: x\n---\n${'x'.repeat(50_000)}`, [], 'the max is 50000'],
		['---\nmodel: x\n---\n{{>__proto__}}', [], 'does not exist'],
		[schemaOf('properties: {a: }'), ['a'], 'input.schema.properties.a of its head is not a schema, at line 6'],
		[schemaOf('properties: '), [], 'input.schema.properties of its head is not a map of inputs, at line 6'],
		[schemaOf('required: true'), [], 'input.schema.required of its head is not a list of names, at line 6'],
		[schemaOf('properties: {a: {}}\n    required: [b]'), ['a'], 'input.schema requires b, which it does not have'],
		['---\ninput:\n  default: 5\n---\nx', [], 'input.default of its head is not a map of fields, at line 3'],
	])('is refused as a Dotprompt: %j', async (content, variables, message) => {
		await expect(check(dotprompt(content, variables), publishedAs())).rejects.toMatchObject({
			...{ code: 'AGENT_INVALID', message: expect.stringContaining(message) as string },
		});
	});

	it('says that it is a Dotprompt, so that a host which does not know them refuses it', async () => {
		await expect(check(promptManifest('1.0.0', `${head}{{who}}`, ['who', 'note']), publishedAs())).rejects.toThrow('format is missing');
	});
});
