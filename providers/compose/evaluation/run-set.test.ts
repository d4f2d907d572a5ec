import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PublishedAgents } from '../../../core/ports/manifests';
import { openGate } from '../../../test/fakes/permissive-gate';
import type { Host } from '../hosts/host';
import { openRuns } from '../state/host-runs';
import { openTenants } from '../state/host-tenants';
import { findSet, readInlineSet } from './find-set';
import { playSet, recordSet } from './run-set';

const never = new AbortController().signal;
const definition = {
	...{ id: 'greeter', version: '1.0.0', name: 'G', purpose: 'G.', prompt: 'G.', model: { route: [], extractive: false } },
	...{ guardrails: { personalData: { types: [], action: 'token' } }, limits: {} },
};
const set = {
	...{ name: 'Prices', agent: definition },
	cases: [
		{
			...{ name: 'one', input: { message: 'What does it cost?' }, fixtures: { respond: [{ text: 'It costs $ 49.90.' }] } },
			expect: [{ assert: 'contains', not: '49.90' }],
		},
	],
};

let folder: string;
let host: Host;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-run-set-'));
	mkdirSync(join(folder, 'policies'));
	host = {
		gate: openGate(),
		agentFolders: [folder],
		policyFolders: [join(folder, 'policies')],
		providers: {},
		stateFolder: folder,
		database: '',
	};
});
afterEach(() => rmSync(folder, { recursive: true }));

const play = async (on: Host, agent?: string) => {
	const found = await readInlineSet(set, 'The set', on);
	return playSet(
		{ found, recordings: found.recordings, variant: {}, ...(agent !== undefined && { agent: { kind: 'id', id: agent } }) },
		on,
		never,
	);
};

it('applies the policies that the tenant demands offline too, and names them', async () => {
	expect(await play(host)).toMatchObject({ cases: [{ passed: false }] });
	expect(await play(host)).not.toHaveProperty('tenantPolicies');
	const checks = [{ check: 'no-price', action: 'block' }];
	writeFileSync(join(folder, 'policies/strict.json'), JSON.stringify({ id: 'strict', version: '2.0.0', purpose: 'P.', checks }));
	const strict = { ...host, tenant: 'strict-one' };
	await (await openTenants(strict))!.set({ name: 'strict-one', rules: { policies: ['strict'] }, changedAt: 0, changedBy: 'ana' });
	expect(await play(strict)).toMatchObject({ tenantPolicies: ['strict 2.0.0'], cases: [{ passed: true, guardrails: ['PRICE'] }] });
});

it('refuses to run where a policy that the tenant demands is missing, as live', async () => {
	const strict = { ...host, tenant: 'strict-two' };
	await (await openTenants(strict))!.set({ name: 'strict-two', rules: { policies: ['gone'] }, changedAt: 0, changedBy: 'ana' });
	await expect(play(strict)).rejects.toThrow('nothing runs without it');
});

it('finds agents in what is on the machine while cases run, and asks no registry', async () => {
	const asked: string[] = [];
	const version = {
		kind: 'agent' as const,
		name: 'greeter',
		version: '1.3.0',
		content: JSON.stringify({ ...definition, version: '1.3.0' }),
	};
	const create = (where: string): PublishedAgents => ({
		find: async (kind) => (asked.push(where), kind === 'agent' ? { ...version, sha256: 'a'.repeat(64), warnings: [] } : undefined),
		list: async () => [],
		offline: () => create('machine'),
	});
	const gates: string[] = [];
	const gateOf = (where: string): Host['gate'] => {
		const open = openGate();
		return { admit: (subject) => (gates.push(`${where} ${subject.kind}`), open.admit(subject)), offline: () => gateOf('machine') };
	};
	const result = await play({ ...host, gate: gateOf('registry'), published: create('registry') }, 'greeter@^1');
	expect(result.cases).toMatchObject([{ agent: { id: 'greeter', version: '1.3.0' } }]);
	// Before the cases, and in each.
	expect([asked, gates]).toEqual([['machine'], ['registry evaluation', 'machine agent', 'machine agent']]);
});

it('finds a set beside an agent by its name, and none outside of the folder', async () => {
	writeFileSync(join(folder, 'prices.eval.json'), JSON.stringify(set));
	expect(await findSet('prices', host)).toMatchObject({ source: 'file', set: { name: 'Prices' } });
	await expect(findSet('../prices', host)).rejects.toThrow('There is no evaluation set');
});

it('lets the process do other work between cases, which can end it', async () => {
	const cases = Array.from({ length: 50 }, (_, index) => ({ ...set.cases[0], name: `${index}` }));
	const found = await readInlineSet({ ...set, cases }, 'The set', host);
	const stop = new AbortController();
	let [asked, isAborted] = [0, false];
	// The second case begins when the agent has been read.
	const get = () => {
		if (++asked === 2) setTimeout(() => ((isAborted = true), stop.abort()), 0);
		return isAborted;
	};
	Object.defineProperty(stop.signal, 'aborted', { get });
	const run = { found, recordings: found.recordings, variant: {}, concurrency: 1 };
	await expect(playSet(run, host, stop.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
});

it('runs a case of any name', async () => {
	const found = await readInlineSet({ ...set, cases: [{ ...set.cases[0]!, name: 'constructor' }] }, 'The set', host);
	expect(await playSet({ found, recordings: found.recordings, variant: {} }, host, never)).toMatchObject({
		cases: [{ case: 'constructor', model: 'set:respond' }],
	});
});

it('plays what was recorded, also of an agent that asked no model: the set answers only where nothing was recorded', async () => {
	const quoting = { ...definition, model: { route: [], extractive: true } };
	const found = await readInlineSet({ ...set, agent: quoting }, 'The set', host);
	const run = { found, recordings: found.recordings, variant: {} };
	expect(await playSet(run, host, never)).toMatchObject({ cases: [{ outcome: 'reply', model: 'set:respond' }] });
	const store = await openRuns(host, folder);
	expect(await store.list(10)).toEqual([]);
	const { result, recordings } = await recordSet({ ...run, isRecorded: true }, host, never);
	expect(await store.list(10, false, { evaluation: 'Prices', case: 'one' })).toMatchObject([
		{ agent: { id: 'greeter' }, by: 'evaluation', state: 'completed', outcome: 'needs-human', costUsd: 0 },
	]);
	expect(result).toMatchObject({ cases: [{ outcome: 'needs-human' }] });
	expect((await playSet({ ...run, recordings }, host, never)).cases[0]).toMatchObject({
		outcome: 'needs-human',
		reply: result.cases[0]!.reply,
	});
});
