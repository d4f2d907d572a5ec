import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { ManifestAnswer, ManifestSummary, Rollout } from '../../manifests/registry/registry-api';
import { inspectDocument } from '../../manifests/token/inspect-document';
import { openGate } from '../../test/fakes/permissive-gate';
import { type RecordedRegistry, recordedRegistry } from '../../test/fakes/recorded-registry';
import { copyTestKeys } from '../../test/support/test-keys';
import { startService } from '../../test/nodes/service';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { defaultDefinition } from '../TroupeAgent/request/default-definition';
import { execute } from './execute';

const keys = mkdtempSync(join(tmpdir(), 'troupe-registry-node-'));
const pem = (role: string) => ({ troupeSigningKeyApi: { privateKey: readFileSync(join(keys, `${role}.pem`), 'utf8'), passphrase: '' } });
const roots = () => [{ version: 1, tokens: readFileSync(join(keys, 'root.jwt'), 'utf8') }];
const claimed = (token: string) => inspectDocument('it', Buffer.from(token)).claimed as unknown as Record<string, unknown>;

beforeAll(() => copyTestKeys(keys));
afterAll(() => rmSync(keys, { recursive: true }));

const summary: ManifestSummary = {
	sha256: 'a'.repeat(64),
	kind: 'agent',
	name: 'support',
	version: '1.2.0',
	state: 'approved',
	revision: 3,
	keyId: 'author-1',
	author: 'ada@example.com',
	approvals: [{ approver: 'bob@example.com', keyId: 'approver-1', at: '2026-11-20T00:00:00.000Z' }],
	threshold: 2,
	capabilities: ['crm.read'],
	purpose: 'Answers customers.',
	publishedAt: '2026-11-20T00:00:00.000Z',
};
const simple = {
	name: 'support',
	version: '1.2.0',
	state: 'approved',
	purpose: 'Answers customers.',
	capabilities: ['crm.read'],
	sha256: summary.sha256,
	author: 'ada@example.com',
	approvals: '1 of 2',
	publishedAt: summary.publishedAt,
};
const rl = (value: string, mode = 'list') => ({ __rl: true, mode, value });

async function run(parameters: IDataObject, answers: Parameters<typeof recordedRegistry>[0], options: Partial<FakeExecution> = {}) {
	const registry = recordedRegistry(answers);
	const context = fakeExecuteFunctions({
		...options,
		node: { type: 'n8n-nodes-troupe.troupeRegistry', ...options.node },
		parameters: { resource: 'agent', ...parameters },
	});
	const [output] = await execute.call(context, openGate(), opened(registry));
	return { calls: registry.calls, items: output!.map(({ json }) => json), output: output! };
}

const opened =
	({ api }: RecordedRegistry) =>
	async () => ({ api: api, caller: { tenant: 'default', subject: 'n8n' }, host: 'registry' });

describe('Troupe Registry', () => {
	it('asks the gate for its own version before anything else, and stops when it refuses', async () => {
		const gate = openGate();
		const registry = recordedRegistry({ list: { items: [] } });
		const parameters = { resource: 'agent', operation: 'getAll' };
		await execute.call(fakeExecuteFunctions({ parameters }), gate, opened(registry));
		expect(gate.admitted[0]).toEqual({ kind: 'node', name: 'n8n-nodes-troupe.troupeRegistry', version: 1 });
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		const context = fakeExecuteFunctions({ parameters, node: { onError: 'continueRegularOutput' } });
		await expect(execute.call(context, refusing, opened(registry))).rejects.toThrow('revoked');
	});

	it('finds who can do something, best first, with reasons', async () => {
		const match = { manifest: summary, score: 0.9, reasons: ['has the capability crm.read'], warnings: [] };
		const fields = { operation: 'search', searchBy: 'question', question: 'Who can read a CRM?', limit: 5 };
		const { calls, items, output } = await run(fields, { resolve: [match] });
		expect(calls).toEqual([['resolve', { kind: 'agent', question: 'Who can read a CRM?', limit: 5 }]]);
		expect(items).toEqual([{ ...simple, score: 0.9, reasons: match.reasons, warnings: [] }]);
		expect(output[0]!.pairedItem).toEqual({ item: 0 });
		const byCapability = await run({ operation: 'search', searchBy: 'capabilities', capabilities: 'crm.read, crm.write' }, { resolve: [] });
		expect(byCapability.calls[0]).toEqual(['resolve', { kind: 'agent', capabilities: ['crm.read', 'crm.write'], limit: 50 }]);
		const byText = await run({ operation: 'search', searchBy: 'text', text: 'refund', simplify: false }, { list: { items: [summary] } });
		expect(byText).toMatchObject({ calls: [['list', { kind: 'agent', text: 'refund', limit: 50 }]], items: [{ revision: 3 }] });
		await expect(run({ operation: 'search', searchBy: 'question', question: '' }, {})).rejects.toThrow('The field "Question" is empty');
	});

	it('resolves a name and a range, and says so where nothing may run', async () => {
		const match = { manifest: summary, score: 1, reasons: [], warnings: ['deprecated, go to 1.4.0'] };
		const fields = { operation: 'resolve', name: rl('support'), range: '^1.2', resolveOptions: { instance: 'n8n-1' } };
		const { calls, items } = await run(fields, { resolve: [match] });
		expect(calls).toEqual([['resolve', { kind: 'agent', name: 'support', range: '^1.2', limit: 1, instance: 'n8n-1' }]]);
		expect(items[0]).toMatchObject({ version: '1.2.0', warnings: ['deprecated, go to 1.4.0'] });
		await expect(run(fields, { resolve: [] })).rejects.toMatchObject({
			message: 'No version of the agent support in the range ^1.2 is allowed to run.',
			description: expect.stringContaining('(MANIFEST_NOT_FOUND)') as string,
		});
	});

	it('lists page for page, up to the limit or all', async () => {
		const list = ({ cursor = '0', limit }: { cursor?: string; limit: number }) => ({
			items: Array.from({ length: Math.min(limit, 300) }, () => summary),
			...(cursor !== '2' && { cursor: String(Number(cursor) + 1) }),
		});
		const all = await run({ operation: 'getAll', returnAll: true, filters: { state: 'approved' } }, { list });
		expect(all.items).toHaveLength(900);
		expect(all.calls[0]).toEqual(['list', { kind: 'agent', state: 'approved', limit: 500 }]);
		expect((await run({ operation: 'getAll', limit: 310 }, { list })).items).toHaveLength(310);
	});

	it('shows one version with what it says, by hash or by name and version', async () => {
		const answer = { ...summary, manifest: { content: '{"id":"support"}' }, token: 'a.b.c' };
		const byHash = await run({ operation: 'get', manifest: rl(summary.sha256) }, { manifest: answer });
		expect(byHash.items).toEqual([{ ...simple, definition: { id: 'support' } }]);
		const list = { items: [{ ...summary, version: '1.1.0', sha256: 'b'.repeat(64) }, summary] };
		const byVersion = await run(
			{ operation: 'get', manifest: rl('support@1.2.0', 'version'), simplify: false },
			{ manifest: answer, list },
		);
		expect(byVersion.calls).toEqual([
			['list', { kind: 'agent', name: 'support', limit: 500 }],
			['manifest', summary.sha256],
		]);
		expect(byVersion.items[0]).toMatchObject({ token: 'a.b.c', revision: 3 });
		for (const [value, message] of [
			['support@9.0.0', 'the registry has no such version'],
			['support', 'has no version'],
			['', 'The field "Version" is empty'],
		] as const)
			await expect(run({ operation: 'get', manifest: rl(value) }, { manifest: answer, list })).rejects.toThrow(message);
		const prompt = { ...answer, kind: 'prompt' };
		await expect(run({ operation: 'get', manifest: rl(summary.sha256) }, { manifest: prompt })).rejects.toThrow('of the kind prompt');
	});

	it('compares two versions', async () => {
		const manifest = (sha256: string) => ({ ...summary, sha256, version: sha256[0] === 'a' ? '1.2.0' : '1.3.0' });
		const diff = { from: 'x', to: 'y', changes: [{ path: '/tools', kind: 'added' }], requiredBump: 'minor', reasons: ['a tool was added'] };
		const { calls, items } = await run({ operation: 'compare', from: rl('a'.repeat(64)), to: rl('b'.repeat(64)) }, { manifest, diff });
		expect(calls.at(-1)).toEqual(['diff', 'a'.repeat(64), 'b'.repeat(64)]);
		expect(items[0]).toMatchObject({ from: 'support@1.2.0', to: 'support@1.3.0', requiredBump: 'minor' });
	});

	it('signs an agent’s text to the byte with the author’s key, and publishes it', async () => {
		const { prompt: _, ...own } = defaultDefinition;
		const definition = `${JSON.stringify({ ...own, id: 'support', version: '1.2.0', promptReference: 'tone@^1.2' }, null, 3)}\n`;
		const fields = { operation: 'publish', signing: 'key', definition };
		const { calls, items } = await run(fields, { roots, publish: summary }, { credentials: pem('author') });
		const [, { token }] = calls.at(-1) as [string, { token: string }];
		expect(claimed(token)).toMatchObject({
			kind: 'agent',
			package: { name: 'support', version: '1.2.0' },
			content: definition,
			prompt: { name: 'tone', range: '^1.2' },
		});
		expect(items[0]).toMatchObject({ sha256: summary.sha256 });
		const invalid = { ...fields, definition: '{"id":"support"}' };
		await expect(run(invalid, { roots }, { credentials: pem('author') })).rejects.toThrow('is not an agent definition');
	});

	it('signs a prompt with its variables, each once', async () => {
		const fields = {
			resource: 'prompt',
			operation: 'publish',
			promptName: 'tone',
			promptVersion: '1.0.0',
			purpose: 'How we speak.',
			promptText: 'Dear {{customer}}, {{ customer }} {{agent_1}} {{customer}}',
		};
		const { calls } = await run(fields, { roots, publish: summary }, { credentials: pem('author') });
		const [, { token }] = calls.at(-1) as [string, { token: string }];
		expect(claimed(token)).toMatchObject({ kind: 'prompt', content: fields.promptText, variables: ['customer', 'agent_1'] });
	});

	it('signs a policy to the byte, and refuses one without version and purpose', async () => {
		const document = { id: 'strict', version: '1.0.0', purpose: 'Stops secrets.', checks: [{ check: 'secrets', action: 'block' }] };
		const fields = { resource: 'policy', operation: 'publish', policy: JSON.stringify(document, null, 3) };
		const { calls } = await run(fields, { roots, publish: summary }, { credentials: pem('author') });
		const [, { token }] = calls.at(-1) as [string, { token: string }];
		expect(claimed(token)).toMatchObject({
			kind: 'policy',
			package: { name: 'strict', version: '1.0.0' },
			content: fields.policy,
			purpose: 'Stops secrets.',
		});
		const { version: _, purpose: __, ...unnamed } = document;
		await expect(run({ ...fields, policy: JSON.stringify(unnamed) }, { roots }, { credentials: pem('author') })).rejects.toThrow(
			'The field "Guardrail Policy" is not a guardrail policy: version is missing',
		);
	});

	it('refuses a key of another role, of nobody, and one that does not open, without a word of it', async () => {
		const fields = { operation: 'publish', definition: defaultDefinition };
		const refused = (credentials: FakeExecution['credentials']) => run(fields, { roots }, { credentials });
		await expect(refused(pem('approver'))).rejects.toThrow('has the role approver, but the role author is needed');
		await expect(refused({ troupeSigningKeyApi: { privateKey: 'hunter2' } })).rejects.toThrow('does not contain a PKCS#8 private key');
		const broken = '-----BEGIN PRIVATE KEY-----\nhunter2hunter2\n-----END PRIVATE KEY-----';
		const error = await refused({ troupeSigningKeyApi: { privateKey: broken } }).catch((thrown: unknown) => thrown);
		expect(String((error as Error).message)).toContain('cannot be read');
		expect(JSON.stringify(error)).not.toContain('hunter2');
	});

	describe('approving', () => {
		let published: ManifestAnswer;
		beforeAll(async () => {
			const { calls } = await run(
				{ operation: 'publish', definition: defaultDefinition },
				{ roots, publish: summary },
				{ credentials: pem('author') },
			);
			const [, { token }] = calls.at(-1) as [string, { token: string }];
			const sha256 = createHash('sha256').update(token).digest('hex');
			published = {
				...summary,
				...(defaultDefinition.version && { name: defaultDefinition.id, version: defaultDefinition.version }),
				sha256,
				token,
			} as ManifestAnswer;
		});
		const fields = () => ({ operation: 'approve', signing: 'key', manifest: rl(published.sha256) });

		it('signs a yes to these bytes, for the revision that was read', async () => {
			const { calls } = await run(fields(), { roots, manifest: published, approve: summary }, { credentials: pem('approver') });
			const [, sha256, { token, revision }] = calls.at(-1) as [string, string, { token: string; revision: number }];
			expect([sha256, revision]).toEqual([published.sha256, 3]);
			expect(claimed(token)).toMatchObject({
				manifest: published.sha256,
				package: defaultDefinition.id,
				version: defaultDefinition.version,
			});
		});

		it('signs nothing for a registry that gives another manifest than the one that was asked for', async () => {
			for (const wrong of [{ version: '9.9.9' }, { sha256: 'f'.repeat(64) }]) {
				const answers = { roots, manifest: { ...published, ...wrong } };
				await expect(run(fields(), answers, { credentials: pem('approver') })).rejects.toThrow('returned a different manifest');
			}
		});

		it('takes an approval that was signed elsewhere', async () => {
			const { calls } = await run({ ...fields(), signing: 'token', token: ' a.b.c ' }, { manifest: published, approve: summary });
			expect(calls.at(-1)).toEqual(['approve', published.sha256, { token: 'a.b.c', revision: 3 }]);
			await expect(run({ ...fields(), signing: 'token', token: 'x' }, { manifest: published })).rejects.toThrow('is not a signed document');
		});
	});

	it('rejects, deprecates, revokes and rolls back, with the reason', async () => {
		const manifest = rl(summary.sha256);
		const answers = { manifest: summary, reject: summary, deprecate: summary, revoke: summary, rollBack: summary };
		const last = async (parameters: IDataObject) => (await run(parameters, answers)).calls.at(-1);
		expect(await last({ operation: 'reject', manifest, rejectReason: ' too long ' })).toEqual([
			...['reject', summary.sha256, { revision: 3, reason: 'too long' }],
		]);
		expect(await last({ operation: 'deprecate', manifest, successor: '1.4.0', reason: 'old' })).toEqual([
			'deprecate',
			summary.sha256,
			{ revision: 3, reason: 'old', successor: '1.4.0' },
		]);
		expect(await last({ operation: 'revoke', manifest, reason: 'leaks' })).toEqual(['revoke', summary.sha256, { reason: 'leaks' }]);
		expect(await last({ operation: 'rollBack', name: rl('support', 'name'), toVersion: '' })).toEqual([
			'rollBack',
			{ kind: 'agent', name: 'support' },
		]);
	});

	it('turns off and on what is named, with a reason, and lists what is off', async () => {
		const off = { target: 'agent:support', reason: 'wrong prices' };
		const service = await startService((response) =>
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...off, items: [off] })),
		);
		const credentials = { troupeRegistryApi: { baseUrl: service.url, accessToken: 'trp_secret', tenant: '' } };
		const act = (parameters: IDataObject) => run({ resource: 'switch', ...parameters }, {}, { credentials });
		const target = 'agent:support';
		expect((await act({ operation: 'off', target, switchReason: ' wrong prices ' })).items).toMatchObject([off]);
		await act({ operation: 'on', target, switchReason: '' });
		expect((await act({ operation: 'getAll', returnAll: true })).items).toEqual([off]);
		expect(service.asked).toMatchObject([
			{ method: 'POST', url: '/api/v1/switches/off', body: JSON.stringify(off) },
			{ method: 'POST', url: '/api/v1/switches/on', body: JSON.stringify({ target }) },
			{ method: 'GET', url: expect.stringMatching(/^\/api\/v1\/switches(\?|$)/) as string },
		]);
		await expect(act({ operation: 'off', target, switchReason: '' })).rejects.toMatchObject({
			message: 'The field "Reason" is empty.',
		});
		await service.close();
	});

	it('sets, shows and deletes labels', async () => {
		const label = {
			...{ kind: 'prompt' as const, name: 'tone', label: 'production', version: '1.1.0', state: 'approved' as const, revision: 2 },
			...{ changedAt: '2026-11-20T12:00:00.000Z', changedBy: 'bob' },
		};
		const of = { resource: 'label', labelKind: 'prompt', name: rl('tone', 'name'), label: ' production ', labelReason: ' warmer ' };
		const key = { kind: 'prompt', name: 'tone', label: 'production' };
		const labels = () => ({ items: [label, { ...label, label: 'canary' }] });
		expect(await run({ ...of, operation: 'set', labelVersion: '1.1.0' }, { setLabel: () => label })).toMatchObject({
			calls: [['setLabel', { ...key, version: '1.1.0', reason: 'warmer' }]],
			items: [label],
		});
		expect((await run({ ...of, operation: 'get' }, { labels })).items).toEqual([label]);
		const listed = await run({ resource: 'label', operation: 'getAll' }, { labels });
		expect([listed.items.length, listed.calls]).toEqual([2, [['labels', { limit: 50 }]]]);
		const filters = { kind: 'agent', name: ' support ' };
		expect((await run({ resource: 'label', operation: 'getAll', filters }, { labels })).calls).toEqual([
			['labels', { kind: 'agent', name: 'support', limit: 50 }],
		]);
		expect(await run({ ...of, operation: 'delete' }, { removeLabel: () => null })).toMatchObject({
			calls: [['removeLabel', { ...key, reason: 'warmer' }]],
			items: [{ ...key, deleted: true }],
		});
		await expect(run({ ...of, label: 'staging', operation: 'get' }, { labels })).rejects.toThrow(/no label staging/);
		await expect(run({ ...of, label: ' ', operation: 'delete' }, {})).rejects.toThrow(/Label.* is empty/);
	});

	it('starts, steers and shows rollouts', async () => {
		const rollout: Rollout = {
			id: 'r1',
			kind: 'agent',
			package: 'support',
			from: '1.2.0',
			to: '1.3.0',
			percent: 10,
			state: 'running',
			stages: [{ percent: 10, minimumMinutes: 5 }],
			stage: 0,
			stageSince: '2026-11-20T00:00:00.000Z',
			samples: { succeeded: 3, failed: 0 },
			revision: 1,
		};
		const answers = { startRollout: rollout, steerRollout: rollout, rollouts: [rollout], reportMetrics: () => null };
		const go = (parameters: IDataObject) => run({ resource: 'rollout', ...parameters }, answers);
		const stages = { stage: rollout.stages };
		const started = { operation: 'start', kind: 'agent', name: rl('support'), fromVersion: '1.2.0', toVersion: '1.3.0', stages };
		const { calls } = await go({ ...started, rolloutOptions: { minimumSamples: 20 } });
		expect(calls[0]).toEqual([
			'startRollout',
			{
				kind: 'agent',
				name: 'support',
				from: '1.2.0',
				to: '1.3.0',
				stages: rollout.stages,
				thresholds: { maximumFailureRate: 0.05, minimumSamples: 20 },
			},
		]);
		const several = { otherVersions: '1.4.0, 1.5.0,', compare: 'runs', minimumGroup: 50 };
		expect((await go({ ...started, kind: 'prompt', rolloutOptions: several })).calls[0]).toMatchObject([
			'startRollout',
			{ others: ['1.4.0', '1.5.0'], by: 'contact', quality: { compare: 'runs', minimumSamples: 50, promote: 'better' } },
		]);
		expect((await go({ operation: 'abort', rollout: rl('r1'), rolloutReason: 'slow' })).calls[0]).toEqual([
			'steerRollout',
			'r1',
			'abort',
			{ reason: 'slow' },
		]);
		expect((await go({ operation: 'get', rollout: rl('r1') })).items).toMatchObject([{ id: 'r1', name: 'support', percent: 10 }]);
		expect((await go({ operation: 'getAll', simplify: false })).items).toMatchObject([{ stages: rollout.stages }]);
		await expect(go({ operation: 'get', rollout: rl('r2') })).rejects.toThrow('There is no rollout r2');
		const metrics = {
			operation: 'reportMetrics',
			rollout: rl('r1'),
			instance: 'n8n-1',
			version: '1.3.0',
			succeeded: 4,
			failed: 1,
			sequence: 7,
		};
		expect((await go(metrics)).calls[0]).toEqual([
			'reportMetrics',
			'r1',
			{ instance: 'n8n-1', version: '1.3.0', succeeded: 4, failed: 1, sequence: 7 },
		]);
	});

	it.each([
		['agent', 'publish'],
		['agent', 'approve'],
		['agent', 'reject'],
		['agent', 'deprecate'],
		['agent', 'revoke'],
		['prompt', 'rollBack'],
		['policy', 'publish'],
		['switch', 'off'],
		['switch', 'on'],
		['rollout', 'start'],
		['rollout', 'abort'],
		['rollout', 'reportMetrics'],
	])('lets an AI agent do nothing that changes something: %s, %s', async (resource, operation) => {
		for (const options of [{ asTool: true }, { node: { type: 'n8n-nodes-troupe.troupeRegistryTool' } }]) {
			const fields = run({ resource, operation, manifest: rl(summary.sha256), name: rl('x') }, {}, options);
			await expect(fields).rejects.toMatchObject({ description: expect.stringContaining('(ACCESS_DENIED)') as string });
		}
	});

	it('lets an AI agent look', async () => {
		const fields = { operation: 'search', searchBy: 'question', question: 'Who reads?' };
		expect((await run(fields, { resolve: [] }, { asTool: true })).items).toEqual([]);
	});

	it('knows no operation but its own', async () => {
		for (const operation of ['constructor', 'publish'])
			await expect(run({ resource: 'package', operation }, {})).rejects.toThrow(`The resource package has no operation ${operation}.`);
	});

	it('goes on with the next item when one fails and the node continues on fail', async () => {
		const parameters = (item: number) => ({ resource: 'agent', operation: 'get', manifest: rl(item === 0 ? 'x' : summary.sha256) });
		const registry = recordedRegistry({ manifest: { ...summary, manifest: { content: '{}' } } });
		const context = fakeExecuteFunctions({ parameters, items: [{ json: {} }, { json: {} }], node: { onError: 'continueRegularOutput' } });
		const [output] = await execute.call(context, openGate(), opened(registry));
		expect(output).toMatchObject([
			{ json: { details: { code: 'INPUT_INVALID' } }, pairedItem: { item: 0 } },
			{ json: { name: 'support' }, pairedItem: { item: 1 } },
		]);
	});
});
