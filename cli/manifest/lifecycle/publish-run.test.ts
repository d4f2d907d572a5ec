import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManifestSummary, PublishRequest } from '../../../manifests/registry/registry-api';
import { inspectDocument } from '../../../manifests/token/inspect-document';
import { copyTestKeys } from '../../../test/support/test-keys';
import { testRegistry } from '../../../test/support/registry/local-registry';
import { testTerminal } from '../../../test/support/test-terminal';
import { runPublish } from './publish-run';

const folder = mkdtempSync(join(tmpdir(), 'troupe-publish-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('signs the notes, and warns the author of a request that is said to reach less far, and of a head that agents do not follow', async () => {
	const keys = join(folder, 'keys');
	mkdirSync(keys);
	await copyTestKeys(keys);
	const request = { kind: 'http', description: 'Pays.', url: 'https://a.example', parameters: { type: 'object' }, effect: 'reads' };
	const define = [
		{ ...request, name: 'pay', method: 'POST' },
		{ ...request, name: 'look', method: 'GET' },
	];
	const agent = {
		...{ id: 'desk', version: '1.0.0', name: 'Desk', purpose: 'Pays.', capabilities: ['pay'], prompt: 'Pay.' },
		...{ model: { extractive: false }, tools: { define }, guardrails: { personalData: { types: [] } }, limits: {} },
	};
	const file = join(folder, 'desk.json');
	writeFileSync(file, JSON.stringify(agent));
	const published = { kind: 'agent', name: 'desk', version: '1.0.0', state: 'draft', sha256: 'a'.repeat(64), approvals: [] };
	const registry = testRegistry({ publish: () => Promise.resolve(published as unknown as ManifestSummary) });
	const notes = 'Pays in euros too.';
	const terminal = testTerminal();
	await runPublish(file, { keys, notes, covers: 'nodes', agents: 'deny', days: '30' }, terminal, registry.open);
	const [[, sent] = []] = registry.calls as Array<[string, PublishRequest]>;
	expect(inspectDocument('The manifest', Buffer.from(sent!.token)).claimed).toMatchObject({ notes });
	expect(warningsOf(terminal)).toEqual([
		expect.stringMatching(/^warning: pay is said to be "reads", and a POST is irreversible otherwise/),
	]);

	const prompt = join(folder, 'tone.prompt');
	writeFileSync(prompt, '---\nname: tone\nversion: 1.0.0\npurpose: Tone.\nmodel: small\nconfig: {temperature: 0}\n---\nBe kind.');
	const other = testTerminal();
	await runPublish(prompt, { keys, covers: 'nodes', agents: 'deny', days: '30' }, other, registry.open);
	expect(warningsOf(other)).toEqual([expect.stringContaining('has model, config in its head, which agents do not follow')]);
});

const warningsOf = ({ noted }: { noted: string[] }) => noted.filter((note) => note.startsWith('warning'));
