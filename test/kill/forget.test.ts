import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { chain, endEvent, messageCatch, processModel, startEvent } from '../contract/model-builder';
import { bundleVictim } from '../support/bundle-victim';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { closeOpened } from '../../providers/compose/open-once';
import { openHostForgettings } from '../../providers/compose/state/host-forgettings';
import { isPostgresAddress } from '../../providers/database/database-place';
import { openGate } from '../fakes/permissive-gate';
import { forgetPerson } from '../../service/privacy/forget-person';
import { idleMs, resumeForgettings } from '../../service/privacy/resume-forgettings';
import { forgetInHome } from '../../cli/privacy/home-processes';
import { fillWithPerson, valuesOf } from '../support/privacy/fill-with-person';
import { findValues } from '../support/privacy/find-values';
import { searchBytes } from '../support/privacy/search-bytes';
import { type Databases, hasPostgres, onBoth, postgresDatabases } from '../support/servers/databases';
import { waitUntil, within } from '../support/wait-until';

const build = join(__dirname, '../../build');
const { signal } = new AbortController();
const kills = 6;
const waits = processModel('waits', [
	startEvent(),
	messageCatch('reply', 'hi', '=personId'),
	endEvent(),
	...chain('start', 'reply', 'end'),
]);
const nameOf = (who: string) => `phone=+${valuesOf(who).phone}`;

let folder: string;
let victim: string;
let home: string;
let database: string;
beforeAll(() => {
	mkdirSync(build, { recursive: true });
	folder = mkdtempSync(join(build, 'kill-forget-'));
	victim = bundleVictim(folder, join(__dirname, 'forget-victim.ts'));
	// A thread of the product, under the name by which it is started.
	const thread = bundleVictim(folder, join(__dirname, '../../providers/database/sqlite/file-writer-worker.ts'));
	renameSync(thread, thread.replace(/js$/, 'ts'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hostOf = () => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database, memoryStore: database || undefined },
	...{ tenant: 'default', forgetInProcesses: forgetInHome({ stateFolder: home, database }, { environment: {} }) },
});
const resume = () => resumeForgettings({ ...hostOf(), clock: { now: () => Date.now() + idleMs + 1_000 } }, signal);

/** A home of people in each store, with a process that waits for each. */
async function fill(place: string, people: readonly string[]): Promise<void> {
	home = mkdtempSync(join(folder, 'home-'));
	database = isPostgresAddress(place) ? place : '';
	const ids = [];
	for (const who of people) ids.push([who, await fillWithPerson(who, hostOf())]);
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	await engine.deploy([waits]);
	for (const [who, personId] of ids) await engine.start({ processId: 'waits', variables: { personId, wish: valuesOf(who!).said } });
	await engine.close();
	await closeOpened();
}

/** Starts a forgetting in a process of its own, and waits until it begins. */
async function begin(who: string): Promise<{ child: ChildProcess; ended: Promise<{ code: number | null; said: string }> }> {
	const child = spawn(process.execPath, ['--no-warnings', victim, home, database, nameOf(who)], { stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
	await within('the forgetting to begin', Promise.race([once(child.stdout, 'data'), ended]), { seen: () => said });
	return { child, ended };
}

/** From here on, a service finishes it. */
async function untilNoted(): Promise<void> {
	const { store } = await openHostForgettings(hostOf());
	await waitUntil('it to be noted', async () => (await store.takeOpen(Date.now() + 1, Date.now())) !== undefined);
	// A process that has the file open keeps its log from being emptied.
	await closeOpened();
}

/** Nothing of the person is in any field, nor in any byte of a file; others are whole; and whoever asks again gets the receipt. */
async function expectForgotten(who: string, other: string): Promise<void> {
	const { desk, ...values } = valuesOf(who);
	const found = await findValues(home, database, [desk, ...Object.values(values)]);
	// The tie to a desk stays.
	expect(found.map(({ where }) => where)).toEqual(['state.db desk_relay.address']);
	await closeOpened();
	expect(searchBytes(home, Object.values(values))).toEqual([]);
	expect((await findValues(home, database, Object.values(valuesOf(other)))).length).toBeGreaterThan(20);
	const again = await forgetPerson({ person: nameOf(who), contact: undefined, by: 'user:test' }, hostOf(), signal);
	expect(again).toMatchObject({ isRepeated: true });
	expect(await resume()).toBe(0);
}

onBoth('a forgetting', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	afterEach(() => closeOpened());

	test('that is killed again and again ends once, complete, by a service', async () => {
		await fill(await databases.create(), ['ana', 'bob', 'cid']);
		const first = await begin('cid');
		const started = performance.now();
		const { code, said } = await within('a forgetting', first.ended);
		expect(code === 0 ? 0 : said).toBe(0);
		const lastsMs = performance.now() - started;
		let killed = 0;
		for (let kill = 1; kill <= kills; kill++) {
			const { child, ended } = await begin('ana');
			if (kill === 1) await untilNoted();
			setTimeout(() => child.kill('SIGKILL'), (lastsMs * kill) / (kills + 1));
			if ((await within('a killed forgetting to end', ended)).code === null) killed += 1;
		}
		expect(killed).toBeGreaterThan(1);
		// One can have come to its end before it was killed.
		expect(await resume()).toBeLessThanOrEqual(1);
		await expectForgotten('ana', 'bob');
	});

	test('of two machines at the same time ends once, complete', async () => {
		await fill(await databases.create(), ['ana', 'bob']);
		const both = await Promise.all([begin('ana'), begin('ana')]);
		const ends = await within('both to end', Promise.all(both.map(({ ended }) => ended)));
		expect(ends.map(({ code, said }) => (code === 0 ? 0 : said))).toEqual([0, 0]);
		await expectForgotten('ana', 'bob');
	});
});

test('a forgetting whose memory another process keeps locked is finished by a service', async () => {
	await fill('', ['ana', 'bob']);
	const { ended } = await begin('ana');
	await untilNoted();
	const lock = new DatabaseSync(join(home, 'memory.db'));
	lock.exec('BEGIN EXCLUSIVE');
	const { code, said } = await within('the forgetting to give up', ended);
	expect(code === 0 ? said : 'gave up').toBe('gave up');
	expect(said).toMatch(/STORAGE_LOCKED|MEMORY_STORE_UNREACHABLE/);
	lock.exec('ROLLBACK');
	lock.close();
	expect(await resume()).toBe(1);
	await expectForgotten('ana', 'bob');
});

(hasPostgres ? test : test.skip)('a forgetting during which PostgreSQL is stopped is finished by a service', async () => {
	const databases = await postgresDatabases();
	try {
		await fill(await databases.create(), ['ana', 'bob']);
		const { ended } = await begin('ana');
		await untilNoted();
		await databases.cluster.stop('immediate');
		const { code, said } = await within('the forgetting to give up', ended);
		expect(code === 0 ? said : 'gave up').toBe('gave up');
		await databases.cluster.start();
		expect(await resume()).toBe(1);
		await expectForgotten('ana', 'bob');
	} finally {
		await closeOpened();
		await databases.remove();
	}
});
