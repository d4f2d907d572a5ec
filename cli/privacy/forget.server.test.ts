import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, messageCatch, processModel, startEvent } from '../../test/contract/model-builder';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { composeForgetting } from '../../engine-adapter/embedded/forget/compose-forgetting';
import { openHashing } from '../../providers/compose/guardrails/vault-parts';
import { openHostForgettings } from '../../providers/compose/state/host-forgettings';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { closeOpened } from '../../providers/compose/open-once';
import { writeServiceAddress } from '../../service/access/service-address';
import { forgetPerson } from '../../service/privacy/forget-person';
import { idleMs, resumeForgettings } from '../../service/privacy/resume-forgettings';
import { openHost } from '../host';
import { callTroupe, testTerminal } from '../../test/support/test-terminal';

const person = 'ana-lima-4711';
const waits = processModel('waits', [
	startEvent(),
	messageCatch('reply', 'hello', '=personId'),
	endEvent(),
	...chain('start', 'reply', 'end'),
]);
const signal = new AbortController().signal;

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-forget-person-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

const terminalOf = () => testTerminal({ TROUPE_HOME: home });

const troupe = (...args: string[]) => callTroupe(args, { TROUPE_HOME: home });

async function fill(): Promise<void> {
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	await engine.deploy([waits]);
	await engine.start({ processId: 'waits', variables: { personId: person, name: 'Ana Lima' } });
	await engine.close();
	await runMemoryTask({ operation: 'remember', person, facts: [{ text: 'Drinks tea' }] }, { stateFolder: home, providers: {} }, signal);
}

const isIn = (file: string, text: string) =>
	['', '-wal'].some((suffix) => existsSync(join(home, file + suffix)) && readFileSync(join(home, file + suffix)).includes(text));

interface Answer {
	status: string;
	isRepeated: boolean;
	receipt: { subject: string; sha256: string; places: Array<{ place: string; removed: number }> };
}

it('forgets a person in memory and processes, with a receipt that names nobody, and says it again when asked again', async () => {
	await fill();
	const file = join(home, 'receipt.json');
	const first = await troupe('privacy', 'forget', person, '--yes', '--json', '--receipt', file);
	expect(first).toMatchObject({ code: 0, noted: '' });
	const answer = JSON.parse(first.printed) as Answer;
	expect(answer).toMatchObject({ status: 'complete', isRepeated: false });
	expect(answer.receipt.places).toEqual(
		expect.arrayContaining([
			{ place: 'memory.db memory_facts', removed: 1 },
			{ place: 'processes: instances', removed: 1 },
		]),
	);
	expect(['engine.db', 'memory.db', 'state.db'].filter((store) => isIn(store, person) || isIn(store, 'Ana Lima'))).toEqual([]);
	expect(readFileSync(file, 'utf8')).not.toContain('ana');
	expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(answer.receipt);
	const again = JSON.parse((await troupe('privacy', 'forget', person, '--yes', '--json')).printed) as Answer;
	expect(again).toMatchObject({ status: 'complete', isRepeated: true, receipt: answer.receipt });
});

it('is incomplete while the engine is away, keeps the person known, and a service finishes it', async () => {
	await fill();
	const away = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	const first = await troupe('privacy', 'forget', person, '--yes', '--json');
	expect(JSON.parse(first.printed)).toMatchObject({ status: 'incomplete', receipt: null, notReached: [{ stores: ['processes'] }] });
	expect(first).toMatchObject({ code: 1, noted: expect.stringContaining('Not complete') as string });
	expect((await troupe('privacy', 'find', person)).code).toBe(0);
	const host = {
		...(await openHost(terminalOf())),
		stateFolder: home,
		tenant: 'default',
		forgetInProcesses: composeForgetting(away, 'default', () => openHashing({ stateFolder: home }, home)),
	};
	// Whoever began it may still be at work.
	expect(await resumeForgettings(host, signal)).toBe(0);
	const later = { ...host, clock: { now: () => Date.now() + idleMs + 1_000 } };
	expect(await resumeForgettings(later, signal)).toBe(1);
	expect(await resumeForgettings(later, signal)).toBe(0);
	await away.close();
	expect(isIn('engine.db', person)).toBe(false);
	const { stored } = JSON.parse((await troupe('privacy', 'find', person, '--json')).printed) as { stored: Array<{ table: string }> };
	expect(stored.map(({ table }) => table)).toEqual(['forgetting', 'forgotten_name']);
});

it('is incomplete while another service, or a token that is not its own, keeps it from the engine', async () => {
	await fill();
	const away = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	const other = createServer((_request, response) =>
		response.writeHead(401).end('{"code":"ACCESS_DENIED","detail":"The request has no token."}'),
	);
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	writeServiceAddress(home, `http://127.0.0.1:${(other.address() as AddressInfo).port}`);
	const { code, printed } = await troupe('privacy', 'forget', person, '--yes', '--json');
	other.close();
	await away.close();
	expect(JSON.parse(printed)).toMatchObject({ status: 'incomplete', receipt: null, notReached: [{ stores: ['processes'] }] });
	expect(code).toBe(1);
});

it('is finished by a service where its process ended in the middle', async () => {
	await fill();
	const host = { ...(await openHost(terminalOf())), stateFolder: home, tenant: 'default' };
	const killed = { ...host, forgetInProcesses: () => Promise.reject(new Error('killed')) };
	const request = { person, contact: undefined, by: 'user:test' };
	const stopped = AbortSignal.abort(new Error('killed'));
	await expect(forgetPerson(request, killed, stopped)).rejects.toThrow('killed');
	const { store } = await openHostForgettings(host);
	expect(await store.takeOpen(Date.now() + 1, Date.now())).toMatchObject({ tenant: 'default' });
	const later = { ...host, clock: { now: () => Date.now() + idleMs + 1_000 } };
	expect(await resumeForgettings(later, signal)).toBe(1);
});

it('is finished although others, begun before it, cannot be read any more', async () => {
	await fill();
	const host = { ...(await openHost(terminalOf())), stateFolder: home, tenant: 'default' };
	const { store } = await openHostForgettings(host);
	for (let number = 0; number < 30; number++)
		await store.begin({ tenant: 'default', subject: `other ${number}`, request: Buffer.from('of another key') }, [], 1_000 + number);
	const stopped = { ...host, forgetInProcesses: () => Promise.reject(new Error('killed')) };
	const request = { person, contact: undefined, by: 'user:test' };
	await expect(forgetPerson(request, stopped, AbortSignal.abort(new Error('killed')))).rejects.toThrow('killed');
	const later = (minutes: number) => ({ ...host, clock: { now: () => Date.now() + idleMs + minutes * 60_000 } });
	for (const minutes of [1, 2]) await expect(resumeForgettings(later(minutes), signal)).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
	expect((await troupe('privacy', 'find', person, '--json')).printed).not.toContain('memory_facts');
});

it('says that nobody was found, and takes a mistyped name for nobody who was forgotten', async () => {
	await fill();
	const file = join(home, 'receipt.json');
	for (let time = 0; time < 2; time++) {
		const { code, printed, noted } = await troupe('privacy', 'forget', 'telefone=+5544999990000', '--yes', '--receipt', file);
		expect({ code, noted }).toEqual({
			code: 1,
			noted: expect.stringContaining('nothing was removed. No contact has the id or name') as string,
		});
		expect(printed).not.toContain('sha256');
	}
	expect(existsSync(file)).toBe(false);
	const told = await troupe('privacy', 'forget', 'telefone=+5544999990000', '--yes', '--json');
	expect(told.code).toBe(1);
	expect(JSON.parse(told.printed)).toMatchObject({ status: 'nobody', receipt: null });
	// Nothing of the question is kept but the entries of the audit log.
	expect((await troupe('privacy', 'find', 'telefone=+5544999990000', '--json')).printed).toContain('"stored":[],');
	const acts = (await troupe('audit', 'list', '--act', 'person', '--json')).printed;
	expect(acts.split('\n').map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(Array(3).fill('person.not_found'));
	expect((await troupe('privacy', 'find', person)).code).toBe(0);
});
