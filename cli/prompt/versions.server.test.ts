import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeOpened } from '../../providers/compose/open-once';
import type { Host } from '../../providers/compose/hosts/host';
import type { Label, ManifestAnswer, ManifestSummary, PublishRequest } from '../../manifests/registry/registry-api';
import type { PromptManifest } from '../../manifests/documents/published-manifests';
import { inspectDocument } from '../../manifests/token/inspect-document';
import { readSigner } from '../../manifests/keys/key-files';
import { signDocument } from '../../manifests/token/sign-token';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { testRegistry } from '../../test/support/registry/local-registry';
import { copyTestKeys } from '../../test/support/test-keys';
import { testTerminal } from '../../test/support/test-terminal';
import { runPromptCompare } from './compare-run';
import { runPromptDiff } from './diff-run';
import { runPromptPublish } from './publish-run';
import { runPromptTest } from './test-run';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-prompt-versions-'));
	await copyTestKeys(at('keys'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true });
});

function write(name: string, content: string, version = '1.0.0'): string {
	writeFileSync(at(name), `---\nname: tone\nversion: ${version}\npurpose: Tone.\n---\n\n${content}\n`);
	return at(name);
}

/** Twelve cases, of which each wants its number in the answer. */
function writeSet(name: string): string {
	const set = {
		name: 'Tone',
		agent: {
			...{ id: 'tone', version: '1.0.0', name: 'Tone', purpose: 'Answers.', capabilities: [] },
			promptReference: { name: 'tone', range: '^1', variables: { shop: 'Aurora' } },
			model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
			...{ guardrails: { personalData: { types: [], action: 'token' } }, limits: {} },
		},
		cases: Array.from({ length: 12 }, (_, index) => ({
			name: `case ${index}`,
			input: { message: `Say ${index}.` },
			expect: [{ assert: 'contains', text: `number ${index} of Aurora` }],
		})),
	};
	writeFileSync(at(name), JSON.stringify(set));
	return at(name);
}

/** Obeys a prompt that asks for numbers. */
const respond: FakeResponder = ({ messages }) => {
	const number = /Say (\d+)/.exec(messages.at(-1)!.content)?.[1];
	const shop = /Aurora/.exec(messages[0]!.content)?.[0] ?? 'nobody';
	return { text: messages[0]!.content.includes('the number') ? `The number ${number} of ${shop}.` : 'Certainly.' };
};

const hostOf = (baseUrl: string) => async (): Promise<Host> => ({
	...{ name: 'cli', gate: openGate(), agentFolders: [], stateFolder: folder },
	providers: { openai: { apiKey: 'sk-fake', baseUrl } },
});

async function record(...files: string[]): Promise<void> {
	const server = await startOpenAiServer({ respond });
	for (const file of files)
		await runPromptTest(file, { record: true, set: at('tone.eval.json') }, testTerminal(), hostOf(`${server.url}/v1`));
	await server.close();
}

const offline = hostOf('http://127.0.0.1:9/v1');

test('test fills in the inputs, plays what was recorded beside the prompt, and says what is not recorded', async () => {
	writeSet('tone.eval.json');
	const file = write('tone.md', 'Answer for {{shop}} with the number.');
	await record(file);
	expect(existsSync(at('tone.recordings.json'))).toBe(true);
	const played = testTerminal();
	expect(await runPromptTest(file, {}, played, offline)).toBe(0);
	expect(played.printed.at(-2)).toContain('12 passed');
	write('tone.md', 'Answer for {{shop}} with the number, kindly.');
	const changed = testTerminal();
	expect(await runPromptTest(file, { case: ['case 3'] }, changed, offline)).toBe(1);
	expect(changed.noted.join('\n')).toContain('1 case would ask the model what is not recorded');
	expect(changed.printed.join('\n')).toContain(`record the case: \`troupe prompt test ${file} --record --case`);
	expect(changed.printed.join('\n')).not.toContain('eval record');
});

test('test refuses a prompt with an error, an input without a value, and a prompt without cases', async () => {
	writeSet('tone.eval.json');
	const run = (content: string, name = 'tone.md') => runPromptTest(write(name, content), {}, testTerminal(), offline);
	await expect(run('Be {{ kind }}.')).rejects.toThrow('tone.md cannot be used: {{ kind }} has blanks');
	await expect(run('Be {{mood}}.')).rejects.toThrow('variables without a value: mood');
	await expect(run('Be kind.', 'other.md')).rejects.toThrow('No cases are named for the prompt tone, and there is no');
});

test('compare names a winner only where the interval does, and leaves out what was not recorded (suitenumerique/conversations#481)', async () => {
	const set = writeSet('tone.eval.json');
	const [plain, better] = [write('plain.md', 'Answer for {{shop}}.'), write('better.md', 'Answer for {{shop}} with the number.', '1.0.1')];
	const compare = async (names: [string, string]) => {
		const terminal = testTerminal();
		const code = await runPromptCompare(names, { set, json: true }, terminal, { host: offline, registry: testRegistry({}).open });
		return {
			code,
			noted: terminal.noted.join('\n'),
			...(JSON.parse(terminal.printed.join('\n')) as { winner: string | null; leftOut: string[] }),
		};
	};
	expect(await compare([plain, better])).toMatchObject({ code: 1, winner: null, leftOut: { length: 12 }, broken: [] });
	await record(better);
	const half = await compare([plain, better]);
	expect(half.noted).toContain(`because no model's answer with ${plain} is recorded`);
	expect(half.noted).not.toContain(`with ${better} is`);
	await record(plain);
	expect(await compare([plain, better])).toMatchObject({ code: 0, winner: 'second', leftOut: [] });
	expect(await compare([better, plain])).toMatchObject({ code: 1, winner: 'first' });
	expect(await compare([better, better])).toMatchObject({ code: 0, winner: null });
	const few = testTerminal();
	await runPromptCompare([plain, better], { set, case: ['case 1', 'case 2'] }, few, { host: offline, registry: testRegistry({}).open });
	expect(few.printed.at(-1)).toBe('No winner: 2 cases of both; a judgement needs 10.');
});

/** A registry that has one version of the prompt. */
async function registryWith(version: string, content: string, fields: Pick<PromptManifest, 'format'> = {}) {
	const signer = readSigner(at('keys'), 'author', {});
	const about = { package: { name: 'tone', version }, content, purpose: 'Tone.', variables: [], ...fields };
	const document = { ver: 1, kind: 'prompt' as const, ...about };
	const token = await signDocument('troupe-manifest+jwt', document, signer, { nowMs: Date.now(), days: 30 });
	const sha256 = createHash('sha256').update(token).digest('hex');
	const summary = { kind: 'prompt', name: 'tone', version, state: 'approved', sha256, approvals: [] } as unknown as ManifestSummary;
	return testRegistry({
		list: async () => ({ items: [summary] }),
		labels: async () => ({ items: [{ label: 'production', version } as Label] }),
		manifest: async () => ({ ...summary, token }) as unknown as ManifestAnswer,
		publish: async () => ({ ...summary, state: 'draft' }),
	});
}

test('diff shows words, inputs and the bump, of files and of the registry', async () => {
	const { open } = await registryWith('1.2.0', 'Answer for {{shop}}.');
	const file = write('tone.md', 'Answer kindly for {{shop}} in {{city}}.', '1.2.1');
	const diff = async (...args: [string, string]) => {
		const terminal = testTerminal();
		await runPromptDiff(...args, {}, terminal, open);
		return terminal.printed;
	};
	expect(await diff('tone@1.2.0', file)).toEqual([
		'Answer {+kindly +}for {{shop}}{+ in {{city}}+}.',
		'',
		'inputs added: city',
		expect.stringMatching(/^The change asks for a major version, 2\.0\.0 or higher:$/),
		...Array.from({ length: 2 }, () => expect.any(String) as string),
		'1.2.1 is not enough after 1.2.0.',
	]);
	expect((await diff(file, file)).slice(0, 1)).toEqual(['The texts are the same.']);
	expect(await diff('tone@production', file)).toEqual(await diff('tone@1.2.0', file));
	await expect(diff('tone@canary', file)).rejects.toThrow('The prompt tone has no label canary; it has production');
	await expect(diff('tone@^1', file)).rejects.toThrow('^1 in tone@^1 is not a version');
	const json = testTerminal();
	await runPromptDiff(file, 'prompt:tone@1.2.0', { json: true }, json, open);
	expect(JSON.parse(json.printed[0]!)).toMatchObject({
		added: [],
		removed: ['city'],
		words: expect.arrayContaining([{ kind: 'removed', text: 'kindly ' }]) as unknown,
	});
});

/** Its inputs are vip, items, and those of the body: `else` and `this` are words of the template. */
const dotprompt = (body: string, version: string) =>
	`---\nname: tone\nversion: ${version}\npurpose: Tone.\nmodel: small\n---\n{{#if vip}}{{#each items}}{{this}}{{/each}}{{else}}Hi{{/if}} ${body}\n`;

test('diff and publish ask for a major version where a Dotprompt without a schema gets an input', async () => {
	const content = dotprompt('{{shop}}', '1.2.0')
		.replace(/name: .*\nversion: .*\npurpose: .*\n/, '')
		.trim();
	const { open } = await registryWith('1.2.0', content, { format: 'dotprompt' });
	const file = at('tone.prompt');
	writeFileSync(file, dotprompt('{{shop}} {{tone}}', '1.2.1'));
	const json = testTerminal();
	await runPromptDiff('tone@1.2.0', file, { json: true }, json, open);
	expect(JSON.parse(json.printed[0]!)).toMatchObject({ added: ['tone'], removed: [], bump: 'major', version: '2.0.0', isEnough: false });
	const options = { keys: at('keys'), reason: 'More.', days: '30' };
	await expect(runPromptPublish(file, options, testTerminal(), open)).rejects.toMatchObject({ fix: 'Write version: 2.0.0 in its head.' });
});

test('diff of two long texts without a common word ends', async () => {
	const text = (word: string) => Array.from({ length: 6_000 }, (_, index) => `${word}${index}`).join(' ');
	const terminal = testTerminal();
	await runPromptDiff(write('a.md', text('a')), write('b.md', text('b')), { json: true }, terminal, testRegistry({}).open);
	expect((JSON.parse(terminal.printed[0]!) as { words: unknown[] }).words).toHaveLength(2);
});

test('publish refuses a version that the change is too large for, and signs why it changed', async () => {
	const registry = await registryWith('1.2.0', 'Answer for {{shop}}.');
	const publish = (version: string) => {
		const file = write('tone.md', 'Answer for {{shop}} in {{city}}.', version);
		return runPromptPublish(file, { keys: at('keys'), reason: 'Names the city.', days: '30' }, terminal, registry.open);
	};
	const terminal = testTerminal();
	await expect(publish('1.2.1')).rejects.toMatchObject({
		message: expect.stringContaining('1.2.1') as string,
		fix: 'Write version: 2.0.0 in its head.',
	});
	await expect(publish('newest')).rejects.toThrow('is not a semantic version');
	expect(await publish('2.0.0')).toBe(0);
	expect(terminal.noted).toContain('tone 2.0.0, by ada@example.com: Names the city.');
	const [, sent] = registry.calls.find(([name]) => name === 'publish') as [string, PublishRequest];
	expect(inspectDocument('The manifest', Buffer.from(sent.token)).claimed).toMatchObject({ notes: 'Names the city.' });
});
