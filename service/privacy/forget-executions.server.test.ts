import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import { closeOpened } from '../../providers/compose/open-once';
import { noteExecution, noteTurn, openHostExecutions } from '../../providers/compose/workflows/execution-index';
import { type FakeN8n, startN8n } from '../../test/fakes/n8n-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { addCredential } from '../operations/credentials/add-credential';
import { findPerson } from '../operations/privacy/find-person';
import { forgetPerson } from './forget-person';
import { idleMs, resumeForgettings } from './resume-forgettings';

const person = 'ana-lima-4711';
const { signal } = new AbortController();

let home: string;
let n8n: FakeN8n;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-forget-executions-'));
	n8n = await startN8n();
});
afterEach(async () => {
	await Promise.all([closeOpened(), n8n.close()]);
	rmSync(home, { recursive: true, force: true });
});

const host = () => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default', allowPrivateNetworks: true },
});

const addKey = (name = 'n8n', at = n8n) =>
	addCredential.perform(
		{ name, type: 'n8nApi', data: { apiKey: 'n8n-api-key', baseUrl: `${at.url}/api/v1` }, servers: ['127.0.0.1'] },
		{ host: host(), by: 'user:ana', signal },
	);

const note = (execution: string, workflow = 'sales', whom = person) =>
	noteExecution(host(), { instance: 'n8n-1', workflow, execution, person: whom });

const forget = () => forgetPerson({ person, contact: undefined, by: 'user:ana' }, host(), signal);
const count = async () => (await findPerson.perform({ person }, { host: host(), by: 'user:ana', signal })).executions;
const placeOf = ({ receipt }: Awaited<ReturnType<typeof forget>>) => receipt?.places.find(({ place }) => place === 'n8n: executions');

it('removes the executions of a person and nobody else’s, also those that wait, which n8n never prunes (n8n-io/n8n#7333)', async () => {
	await addKey();
	const [ended, waiting, bobs] = [
		n8n.add({ workflow: 'sales' }),
		n8n.add({ workflow: 'sales', status: 'waiting' }),
		n8n.add({ workflow: 'sales' }),
	];
	await note(ended);
	await note(waiting);
	await note(bobs, 'sales', 'bob');
	expect(await count()).toBe(2);
	const forgotten = await forget();
	expect(placeOf(forgotten)).toMatchObject({ removed: 2, stays: expect.stringContaining('no node of Troupe') as string });
	expect(forgotten.notReached).toEqual([]);
	expect([ended, waiting, bobs].map((id) => n8n.statusOf(id))).toEqual([undefined, undefined, 'success']);
	expect(await count()).toBe(0);
	expect((await forget()).isRepeated).toBe(true);
});

it('stops an execution that runs, and removes it (n8n-io/n8n#22997, kestra-io/kestra#2648)', async () => {
	await addKey();
	const id = n8n.add({ workflow: 'sales', status: 'running' });
	await note(id);
	expect(placeOf(await forget())).toMatchObject({ removed: 1 });
	expect(n8n.statusOf(id)).toBeUndefined();
});

it('is incomplete while n8n is away, and the service finishes it', async () => {
	await addKey();
	const id = n8n.add({ workflow: 'sales' });
	await note(id);
	n8n.setDown(true);
	const first = await forget();
	expect(first.receipt).toBeUndefined();
	expect(first).toMatchObject({ notReached: [{ stores: ['n8n'] }], away: { retryable: true } });
	expect(first.notReached[0]!.where).toContain(`${id} of workflow sales until `);
	n8n.setDown(false);
	const later = { ...host(), clock: { now: () => Date.now() + idleMs + 1_000 } };
	expect(await resumeForgettings(later, signal)).toBe(1);
	expect(n8n.statusOf(id)).toBeUndefined();
});

it('names what it cannot remove without a key, until when it stays, and removes it once there is one (ThalesGroup/fred#1896)', async () => {
	const id = n8n.add({ workflow: 'sales' });
	await note(id);
	const first = await forget();
	expect(first.receipt).toBeDefined();
	expect(first.notReached).toEqual([
		{ stores: ['n8n'], where: expect.stringMatching(/keeps the execution 1 of workflow sales until 20\d\d-.* n8nApi/) as string },
	]);
	expect(placeOf(first)).toMatchObject({ removed: 0, left: ['sales 1'] });
	await addKey();
	const second = await forget();
	expect(placeOf(second)).toMatchObject({ removed: 1 });
	expect(n8n.statusOf(id)).toBeUndefined();
	expect((await forget()).receipt).toEqual(second.receipt);
});

it('takes an execution that n8n pruned for gone, and none whose workflow the key does not see (n8n-io/n8n#20304, sveneisenschmidt/n8n-openai-bridge#42)', async () => {
	await addKey();
	const hidden = n8n.add({ workflow: 'of-others' });
	n8n.add({ workflow: 'sales' });
	n8n.hide('of-others');
	await note('999');
	await note(hidden, 'of-others');
	const { notReached, ...forgotten } = await forget();
	expect(placeOf({ notReached, ...forgotten })).toMatchObject({ removed: 1, left: [`of-others ${hidden}`] });
	expect(notReached).toEqual([{ stores: ['n8n'], where: expect.stringContaining('no stored API key can read the workflow') as string }]);
});

it('says which scopes a key needs that is not allowed to delete', async () => {
	await addKey();
	const id = n8n.add({ workflow: 'sales' });
	n8n.allow('workflow:read', 'execution:read');
	await note(id);
	const { notReached } = await forget();
	expect(notReached[0]!.where).toMatch(/^\(CREDENTIAL_INVALID\): n8n refuses the API key of the credential n8n \(403\)\./);
	expect(n8n.statusOf(id)).toBe('success');
});

it('stays incomplete while n8n does not stop an execution', async () => {
	await addKey();
	n8n.ignoreStops();
	const id = n8n.add({ workflow: 'sales', status: 'running' });
	await note(id);
	const first = await forget();
	expect([first.receipt, first.away?.code]).toEqual([undefined, 'STATE_CONFLICT']);
	n8n.finish('success');
	expect(placeOf(await forget())).toMatchObject({ removed: 1 });
	expect(n8n.statusOf(id)).toBeUndefined();
});

it('removes none of another n8n that has an execution of this number, of a workflow that was imported', async () => {
	const other = await startN8n();
	try {
		await addKey('a-other', other);
		await addKey('n8n');
		const foreign = other.add({ workflow: 'sales', startedAt: '2026-01-01T00:00:00.000Z', stoppedAt: '2026-01-01T00:00:01.000Z' });
		const id = n8n.add({ workflow: 'sales' });
		expect(id).toBe(foreign);
		await note(id);
		expect(placeOf(await forget())).toMatchObject({ removed: 1 });
		expect([n8n.statusOf(id), other.statusOf(foreign)]).toEqual([undefined, 'success']);
	} finally {
		await other.close();
	}
});

it('finds what a channel’s turn started, where no node of ours worked in it, by the turn in its data', async () => {
	await addKey();
	const turn = (id: string) => [{ turn: { id }, chatInput: 'hello' }];
	const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
	const early = n8n.add({ workflow: 'sales', items: turn('turn-1'), startedAt: hourAgo });
	const bobs = n8n.add({ workflow: 'sales', items: turn('turn-2') });
	const failed = n8n.add({ workflow: 'sales', status: 'error', items: turn('turn-1') });
	const running = n8n.add({ workflow: 'sales', status: 'running', items: turn('turn-1') });
	const about = { instance: 'n8n-1', workflow: 'sales', turn: 'turn-1', since: Date.now(), person, conversation: 'talk' };
	await (
		await noteTurn(host(), about, true)
	)();
	expect(await count()).toBe(1);
	expect(placeOf(await forget())).toMatchObject({ removed: 1 });
	expect([failed, running].map((id) => n8n.statusOf(id))).toEqual([undefined, undefined]);
	// Another time, and another turn.
	expect([early, bobs].map((id) => n8n.statusOf(id))).toEqual(['success', 'success']);
	expect(n8n.calls.some(({ path }) => path.includes(`executions/${early}`))).toBe(false);
});

it('looks for no turn whose execution a node noted', async () => {
	const about = { instance: 'n8n-1', workflow: 'sales', turn: 'turn-3', since: Date.now(), person, conversation: 'talk' };
	const end = await noteTurn(host(), about, true);
	await noteExecution(host(), { ...about, execution: '7' });
	await end();
	const index = await openHostExecutions(host());
	const keys = await openVaultKeys(host(), home);
	const listed = await index.list('default', [keys.pseudonym('subject', 'default', person)], 10);
	expect(listed.map(({ execution }) => execution)).toEqual(['7']);
});

it('takes nothing for gone where the address of n8n is wrong, or its API is off (n8n-io/n8n#15558)', async () => {
	const { url } = n8n;
	await addKey('n8n', { ...n8n, url: `${url}/api` });
	const id = n8n.add({ workflow: 'sales' });
	await note(id);
	expect(placeOf(await forget())).toMatchObject({ removed: 0, left: [`sales ${id}`] });
});

it('asks each execution once, and goes on where it was interrupted', async () => {
	await addKey();
	const ids = Array.from({ length: 30 }, () => n8n.add({ workflow: 'sales' }));
	for (const id of ids) await note(id);
	const stop = new AbortController();
	const removed = () => ids.filter((id) => n8n.statusOf(id) === undefined).length;
	const timer = setInterval(() => removed() >= 5 && stop.abort(new Error('killed')), 1);
	await expect(forgetPerson({ person, contact: undefined, by: 'user:ana' }, host(), stop.signal)).rejects.toThrow('killed');
	clearInterval(timer);
	expect(removed()).toBeLessThan(30);
	await forget();
	expect(removed()).toBe(30);
	const asked = n8n.calls.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
	expect(asked.length - new Set(asked).size).toBeLessThanOrEqual(4);
	expect(await (await openHostExecutions(host())).list('default', [], 10)).toEqual([]);
});
