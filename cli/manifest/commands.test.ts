import type { Label, ManifestSummary, Match, RegistryEvent, Rollout } from '../../manifests/registry/registry-api';
import { runDiff, runList, runResolve } from './find/find-run';
import { runDeprecate, runReject, runRevoke, runRollBack, runWithdraw } from './lifecycle/lifecycle-run';
import { openRegistry } from './shared/open-registry';
import { runLabel } from './lifecycle/label-run';
import { runSetPolicy } from './lifecycle/policy-run';
import { runStartRollout, runSteerRollout } from './lifecycle/rollout-run';
import { runAudit, runEvents } from './find/watch-run';
import { testRegistry } from '../../test/support/registry/local-registry';
import { testTerminal } from '../../test/support/test-terminal';

const support = (version: string, more: Partial<ManifestSummary> = {}): ManifestSummary => ({
	sha256: version.replaceAll('.', '').padEnd(64, 'a'),
	kind: 'agent',
	name: 'support',
	version,
	state: 'approved',
	revision: 2,
	keyId: 'author-1',
	author: 'ada@example.com',
	approvals: [{ approver: 'grace@example.com', keyId: 'approver-1', at: '2026-11-20T10:00:00.000Z' }],
	threshold: 1,
	capabilities: ['orders'],
	publishedAt: '2026-11-20T09:00:00.000Z',
	...more,
});
const both = [support('1.0.0'), support('1.1.0')];
/** Pages of one manifest each, as a registry with many would answer. */
const list = jest.fn((_caller: unknown, { cursor }: { cursor?: string }) =>
	Promise.resolve(cursor === undefined ? { items: both.slice(0, 1), cursor: '2' } : { items: both.slice(1) }),
);

describe('finding', () => {
	it('lists page for page, for people and for programs', async () => {
		const terminal = testTerminal();
		expect(await runList({ limit: 200 }, terminal, testRegistry({ list }).open)).toBe(0);
		expect(terminal.printed).toEqual([
			expect.stringMatching(/^kind +manifest +state/),
			expect.stringMatching(/^agent +support@1.0.0 +approved +1\/1 +ada@example.com +100aaaaaaaaa +orders$/),
			expect.stringContaining('support@1.1.0'),
		]);
		const json = testTerminal();
		await runList({ limit: 1, json: true }, json, testRegistry({ list }).open);
		expect(json.printed.map((line) => JSON.parse(line))).toEqual([both[0]]);
	});

	it('lists several manifests of a package each as it is typed', async () => {
		const weather = (sha256: string, version = '1.0.0') =>
			support(version, { kind: 'package', name: 'n8n-nodes-weather', sha256: sha256.padEnd(64, '0') });
		const several = [weather('3f0a91bc1'), weather('3f0a91bc2'), weather('b81c'), weather('77aa', '1.1.0'), support('1.0.0')];
		const registry = testRegistry({
			list: () => Promise.resolve({ items: several }),
			revoke: () => Promise.resolve(several[1]!),
		});
		const namesOf = async (options: { state?: 'approved'; limit?: number } = {}) => {
			const terminal = testTerminal();
			await runList({ limit: 200, ...options }, terminal, registry.open);
			return terminal.printed.slice(1).map((line) => line.split(/ +/)[1]!);
		};
		const names = await namesOf();
		expect(names).toEqual([
			'n8n-nodes-weather@1.0.0#3f0a91bc1000',
			'n8n-nodes-weather@1.0.0#3f0a91bc2000',
			'n8n-nodes-weather@1.0.0#b81c0000',
			'n8n-nodes-weather@1.1.0',
			'support@1.0.0',
		]);
		// What is shown can be typed.
		await runRevoke(names[1]!, { yes: true }, testTerminal(), registry.open);
		expect(registry.calls).toContainEqual(['revoke', several[1]!.sha256, { reason: undefined }]);
		// Where some are left out, one that stands alone may have others.
		for (const partly of [await namesOf({ state: 'approved' }), await namesOf({ limit: 4 })])
			expect(partly[3]).toBe('n8n-nodes-weather@1.1.0#77aa0000');
	});

	it('compares two versions, line by line where a text has lines', async () => {
		const diff = () =>
			Promise.resolve({
				from: '1.0.0',
				to: '1.1.0',
				changes: [
					{ path: '/tools/define/0', kind: 'added' as const, to: { name: 'refund' } },
					{ path: '/prompt', kind: 'changed' as const, from: 'Be kind.\nBe brief.', to: 'Be kind.\nBe exact.' },
				],
				requiredBump: 'minor' as const,
				reasons: ['minor: it may call more tools (/tools/define/0 added)'],
			});
		const registry = testRegistry({ list, diff });
		const terminal = testTerminal();
		expect(await runDiff('support@1.0.0', '1.1.0', {}, terminal, registry.open)).toBe(0);
		expect(registry.calls.at(-1)).toEqual(['diff', both[0]?.sha256, both[1]?.sha256]);
		expect(terminal.printed).toEqual([
			'+ /tools/define/0',
			'    + {',
			'    +   "name": "refund"',
			'    + }',
			'~ /prompt',
			'      Be kind.',
			'    - Be brief.',
			'    + Be exact.',
			'The change asks for a minor version:',
			'  minor: it may call more tools (/tools/define/0 added)',
		]);
	});

	it.each([
		[['support'], { name: 'support' }],
		[['agent:support@^1.2'], { kind: 'agent', name: 'support', range: '^1.2' }],
		[['@acme/crm@>=1 <2'], { name: '@acme/crm', range: '>=1 <2' }],
		[['who can read a CRM?'], { question: 'who can read a CRM?' }],
		[['who', 'can', 'read', 'a', 'CRM?'], { question: 'who can read a CRM?' }],
	])('asks for what was meant by %j', async (words, asked) => {
		const match: Match = {
			manifest: support('1.0.0', { purpose: 'Helps.' }),
			score: 0.5,
			reasons: ['has crm.read'],
			warnings: ['deprecated'],
		};
		const registry = testRegistry({ resolve: () => Promise.resolve([match]) });
		const terminal = testTerminal();
		expect(await runResolve(words, { limit: 10 }, terminal, registry.open)).toBe(0);
		expect(registry.calls).toEqual([['resolve', expect.objectContaining(asked)]]);
		expect(terminal.printed).toEqual(['support@1.0.0  agent, score 0.50', '    Helps.', '    has crm.read', '    deprecated']);
	});

	it('answers no when nothing fits, and asks for something to look for', async () => {
		const { open } = testRegistry({ resolve: () => Promise.resolve([]) });
		expect(await runResolve([], { limit: 10, capability: ['crm.read'] }, testTerminal(), open)).toBe(1);
		await expect(runResolve([], { limit: 10 }, testTerminal(), open)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});

describe('the life of a manifest', () => {
	it('deprecates, by name, what was looked at', async () => {
		const registry = testRegistry({
			list,
			deprecate: () => Promise.resolve(support('1.0.0', { state: 'deprecated', successor: '1.1.0' })),
		});
		const terminal = testTerminal();
		expect(await runDeprecate('support@1.0.0', { successor: '1.1.0', reason: 'slow' }, terminal, registry.open)).toBe(0);
		expect(registry.calls.at(-1)).toEqual(['deprecate', both[0]?.sha256, { successor: '1.1.0', reason: 'slow', revision: 2 }]);
		expect(terminal.noted[0]).toContain('agent support 1.0.0: deprecated');
	});

	it('rejects and withdraws the draft of a version, and lists why and what changed', async () => {
		const weather = (sha256: string, more: Partial<ManifestSummary>) =>
			support('1.0.0', { kind: 'package', name: 'n8n-nodes-weather', sha256: sha256.padEnd(64, '0'), ...more });
		const draft = weather('b81c', { state: 'draft', notes: 'Fewer\u001b[2J requests' });
		const rejected = weather('3f0a', { state: 'rejected', reason: 'It asks a foreign host.', notes: 'Asks a host' });
		const registry = testRegistry({
			list: () => Promise.resolve({ items: [weather('77aa', {}), draft, rejected] }),
			reject: () => Promise.resolve({ ...draft, state: 'rejected', reason: 'slow' }),
			withdraw: () => Promise.resolve(),
		});
		const terminal = testTerminal();
		await runList({ limit: 200 }, terminal, registry.open);
		expect(terminal.printed.slice(2)).toEqual([
			expect.stringMatching(/#b81c0000 +draft .* Fewer.*requests$/),
			expect.stringMatching(/#3f0a0000 +rejected .* It asks a foreign host\.$/),
		]);
		expect(terminal.printed.join('')).not.toContain('\u001b[2J');
		await runReject('n8n-nodes-weather@1.0.0', { reason: 'slow' }, terminal, registry.open);
		expect(registry.calls.at(-1)).toEqual(['reject', draft.sha256, { reason: 'slow', revision: 2 }]);
		await runWithdraw('n8n-nodes-weather@1.0.0', {}, terminal, registry.open);
		expect(registry.calls.at(-1)).toEqual(['withdraw', draft.sha256]);
		expect(terminal.noted.at(-1)).toContain('package n8n-nodes-weather 1.0.0: withdrawn');
	});

	it('revokes whatever the revision is, and rolls back', async () => {
		const registry = testRegistry({
			list,
			revoke: () => Promise.resolve(support('1.1.0', { state: 'revoked' })),
			rollBack: () => Promise.resolve(support('1.0.0')),
		});
		await runRevoke('agent:support@1.1.0', { reason: 'leaks', yes: true }, testTerminal(), registry.open);
		expect(registry.calls.at(-1)).toEqual(['revoke', both[1]?.sha256, { reason: 'leaks' }]);
		const terminal = testTerminal();
		await runRollBack('agent', 'support', { to: '1.0.0', json: true }, terminal, registry.open);
		expect(registry.calls.at(-1)).toEqual(['rollBack', { kind: 'agent', name: 'support', to: '1.0.0', reason: undefined }]);
		expect(JSON.parse(terminal.printed[0] ?? '')).toMatchObject({ version: '1.0.0' });
	});

	it('names the versions that there are when one is not known, and the choices when several are meant', async () => {
		const { open } = testRegistry({ list });
		await expect(runRevoke('support@9.0.0', {}, testTerminal(), open)).rejects.toMatchObject({
			code: 'MANIFEST_NOT_FOUND',
			message: expect.stringContaining('it has 1.0.0, 1.1.0'),
		});
		await expect(runRevoke('support', {}, testTerminal(), open)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		const twice = testRegistry({ list: () => Promise.resolve({ items: [both[0]!, { ...both[0]!, kind: 'prompt' }] }) });
		await expect(runRevoke('support@1.0.0', {}, testTerminal(), twice.open)).rejects.toMatchObject({
			message: 'support@1.0.0 is ambiguous: it can be agent:support@1.0.0 or prompt:support@1.0.0',
		});
	});
});

describe('steering', () => {
	it('points labels to versions, removes and lists them', async () => {
		const label: Label = {
			...{ kind: 'prompt', name: 'tone', label: 'production', version: '1.1.0', state: 'deprecated', revision: 2 },
			...{ changedAt: '2026-11-20T12:00:00.000Z', changedBy: 'bob', reason: 'warmer' },
		};
		const registry = testRegistry({
			setLabel: () => Promise.resolve(label),
			removeLabel: () => Promise.resolve(),
			labels: () => Promise.resolve({ items: [label, { ...label, label: 'canary' }] }),
		});
		const terminal = testTerminal();
		await runLabel('tone@1.1.0', 'production', { kind: 'prompt', reason: 'warmer' }, terminal, registry.open);
		const of = { kind: 'prompt', name: 'tone', label: 'production', reason: 'warmer' };
		expect(registry.calls.at(-1)).toEqual(['setLabel', { ...of, version: '1.1.0' }]);
		expect(terminal.noted).toEqual(['production of the prompt tone points to 1.1.0.', 'tone 1.1.0 is deprecated: it runs with a warning.']);
		await runLabel('prompt:tone@1.1.0', 'production', { remove: true, reason: 'warmer' }, terminal, registry.open);
		expect(registry.calls.at(-1)).toEqual(['removeLabel', of]);
		await runLabel('prompt:tone', 'canary', { list: true }, terminal, registry.open);
		expect(registry.calls.at(-1)).toEqual(['labels', { kind: 'prompt', name: 'tone', cursor: undefined }]);
		expect(terminal.printed).toEqual([expect.stringMatching(/^name /), expect.stringMatching(/^prompt:tone +canary +1\.1\.0 +deprecated/)]);
		await expect(runLabel('tone@1.1.0', undefined, {}, terminal, registry.open)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(runLabel('tone@1.1.0', 'canary', {}, terminal, registry.open)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(runLabel('prompt:tone@1.1.0', 'latest', {}, terminal, registry.open)).rejects.toThrow('"latest" is not a label');
	});

	it('changes of the policy what it was told to, and nothing else', async () => {
		const registry = testRegistry({
			policy: () => Promise.resolve({ unlistedAgents: 'deny', stalePolicy: 'deny', graceSeconds: 60, offlineSeconds: 86_400 }),
			setPolicy: (_caller, policy) => Promise.resolve(policy),
		});
		const terminal = testTerminal();
		await runSetPolicy({ unknownPackages: 'deny', json: true, yes: true }, terminal, registry.open);
		const expected = { unknownPackages: 'deny', unlistedAgents: 'deny', stalePolicy: 'deny', graceSeconds: 60, offlineSeconds: 86_400 };
		expect(registry.calls.at(-1)).toEqual(['setPolicy', expected]);
		expect(JSON.parse(terminal.printed[0] ?? '')).toEqual(expected);
	});

	it('starts rollouts with whole thresholds, and steers them', async () => {
		const rollout: Rollout = {
			id: 'r1',
			kind: 'agent',
			package: 'support',
			from: '1.0.0',
			to: '1.1.0',
			percent: 5,
			state: 'running',
			stage: 0,
			stages: [{ percent: 5, minimumMinutes: 30 }],
			stageSince: '2026-11-20T10:00:00.000Z',
			samples: { succeeded: 3, failed: 1 },
			revision: 1,
		};
		const registry = testRegistry({
			startRollout: () => Promise.resolve(rollout),
			steerRollout: () => Promise.resolve({ ...rollout, state: 'paused' }),
		});
		const options = { kind: 'agent' as const, from: '1.0.0', to: '1.1.0', stages: rollout.stages };
		const terminal = testTerminal();
		await runStartRollout('support', options, terminal, registry.open);
		expect(terminal.printed[1]).toMatch(/^r1 +agent:support +1\.0\.0 +1\.1\.0 +running +5 % +1\/1 +3\/1$/);
		await expect(runStartRollout('support', { ...options, maximumFailureRate: 0.1 }, terminal, registry.open)).rejects.toMatchObject({
			message: 'A threshold is two numbers',
		});
		await runStartRollout('prompt:tone', { ...options, others: ['1.2.0'] }, terminal, registry.open);
		expect(registry.calls.at(-1)).toMatchObject([
			'startRollout',
			{
				...{ kind: 'prompt', name: 'tone', others: ['1.2.0'], by: 'contact' },
				quality: { compare: 'judged', minimumSamples: 100, promote: 'better' },
			},
		]);
		await runSteerRollout('r1', 'pause', { reason: 'looking' }, terminal, registry.open);
		expect(registry.calls.at(-1)).toEqual(['steerRollout', 'r1', 'pause', { reason: 'looking' }]);
	});
});

describe('watching', () => {
	it('shows the audit with hashes cut to what a person compares', async () => {
		const entry = {
			id: 1,
			at: '2026-11-20T10:00:00.000Z',
			tenant: 'default',
			subject: 'grace@example.com',
			action: 'manifest.approved',
		};
		const audit = () =>
			Promise.resolve({
				items: [{ ...entry, outcome: 'refused' as const, object: 'a'.repeat(64), details: { code: 'APPROVAL_REFUSED' } }],
			});
		const terminal = testTerminal();
		await runAudit({ limit: 10 }, terminal, testRegistry({ audit }).open);
		expect(terminal.printed[1]).toMatch(/grace@example.com +manifest.approved +refused +aaaaaaaaaaaa +code=APPROVAL_REFUSED$/);
	});

	it('checks the audit, and ends with 1 if an entry is not as it was written', async () => {
		const right = { entries: 2, waiting: 0, foreign: 0 };
		for (const [checked, code, printed] of [
			[{ ...right, fault: { index: 3, problem: 'removed' } }, 1, 'first bad index 3: the entry is missing'],
			[{ ...right, foreign: 1 }, 1, '2 entries: nothing was changed, removed or added.'],
			[{ ...right, waiting: 1 }, 0, '2 entries: nothing was changed, removed or added.'],
		] as const) {
			const terminal = testTerminal();
			const { open } = testRegistry({ checkAudit: () => Promise.resolve(checked) });
			expect([await runAudit({ limit: 10, check: true }, terminal, open), terminal.printed]).toEqual([code, [printed]]);
			expect(terminal.noted).toHaveLength(checked.waiting + checked.foreign);
		}
	});

	it('follows events from now on, or ends with those that there are', async () => {
		const event: RegistryEvent = {
			id: 7,
			type: 'manifest.revoked',
			at: '2026-11-20T10:00:00.000Z',
			about: { name: 'support', version: '1.0.0' },
		};
		const registry = testRegistry({
			events: async function* () {
				yield await Promise.resolve(event);
			},
		});
		const terminal = testTerminal();
		await runEvents({ follow: true, json: true }, terminal, registry.open);
		expect(registry.calls[0]).toEqual(['events', undefined, terminal.stop, { follow: true }]);
		expect(JSON.parse(terminal.printed[0] ?? '')).toEqual(event);
		await runEvents({}, terminal, registry.open);
		expect(registry.calls[1]).toEqual(['events', 0, terminal.stop, { follow: false }]);
		expect(terminal.printed[1]).toBe('2026-11-20T10:00:00.000Z  7  manifest.revoked  name=support version=1.0.0');
	});
});

describe('which registry', () => {
	it.each([
		['none is named', {}, {}, 'No registry is set'],
		['it is not a URL', { registry: 'registry.example' }, {}, 'is not an http or https URL'],
		['its token would go in the clear', { registry: 'http://registry.example' }, { TROUPE_REGISTRY_TOKEN: 'secret' }, 'is not https'],
		['the token cannot be read', { registry: 'http://127.0.0.1:1', tokenFile: '/nothing/here' }, {}, 'cannot be read'],
	])('refuses when %s', async (_what, options, environment, words) => {
		await expect(openRegistry(options, testTerminal(environment))).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining(words),
		});
	});
});
