import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPublishable } from './publishable';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-publishable-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown): string => {
	const path = join(folder, name);
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
};
const policy = { id: 'strict', version: '1.0.0', purpose: 'Stops secrets.', checks: [{ check: 'secrets', action: 'block' }] };

test('reads a policy as a document of its own kind, to the byte', async () => {
	expect(await readPublishable(write('strict.json', policy))).toEqual({
		...{ ver: 1, kind: 'policy', package: { name: 'strict', version: '1.0.0' }, purpose: 'Stops secrets.' },
		content: JSON.stringify(policy),
	});
});

test.each([
	['a policy without a version', { ...policy, version: undefined }, 'version is missing: a semantic version'],
	['a policy without a purpose', { ...policy, purpose: undefined }, 'purpose is missing'],
	['a version that is not one', { ...policy, version: 'one' }, 'version'],
	['an unknown check', { ...policy, checks: [{ check: 'magic', action: 'block' }] }, 'checks.0'],
])('refuses %s', async (_, content, words) => {
	await expect(readPublishable(write('strict.json', content))).rejects.toMatchObject({
		code: 'POLICY_INVALID',
		message: expect.stringContaining(words) as string,
	});
});

test('reads any other JSON as an agent, and other files as prompts', async () => {
	await expect(readPublishable(write('support.json', { id: 'support' }))).rejects.toMatchObject({ code: 'AGENT_INVALID' });
	expect(
		await readPublishable(write('tone.md', '---\nname: tone\nversion: 1.0.0\npurpose: Tone.\n---\nBe kind to {{who}}.')),
	).toMatchObject({
		...{ kind: 'prompt', content: 'Be kind to {{who}}.', variables: ['who'] },
	});
	const head = 'name: tone\nversion: 1.0.0\npurpose: Tone.\n';
	expect(await readPublishable(write('tone.prompt', `---\n${head}input: {schema: {who: string}}\n---\nBe kind to {{who}}.\n`))).toEqual({
		...{ ver: 1, kind: 'prompt', package: { name: 'tone', version: '1.0.0' }, purpose: 'Tone.', format: 'dotprompt' },
		...{ content: '---\ninput: {schema: {who: string}}\n---\nBe kind to {{who}}.', variables: ['who'] },
	});
});
