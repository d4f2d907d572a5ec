import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settableClasses } from '../../core/base/privacy/kept-classes';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { composeAbuseStore } from '../../providers/compose/guardrails/abuse';
import { cleanVault } from '../../providers/compose/guardrails/vault-parts';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { closeOpened } from '../../providers/compose/open-once';
import { listHeldNames } from '../../providers/compose/privacy/host-holds';
import { countOlderThan } from '../../providers/compose/privacy/count-due';
import { removeOlderThan } from '../../providers/compose/privacy/remove-older';
import { composeConversationStates } from '../../providers/compose/state/host-conversation-states';
import { openRuns } from '../../providers/compose/state/host-runs';
import { isPostgresAddress } from '../../providers/database/database-place';
import { openGate } from '../fakes/permissive-gate';
import { findPerson } from '../../service/operations/privacy/find-person';
import { purgeableClasses } from '../../service/operations/privacy/purge';
import { addHold, listHolds, removeHold } from '../../service/operations/privacy/holds';
import { restrictPerson } from '../../service/operations/privacy/restrict-person';
import { forgetPersonEverywhere } from '../../service/operations/privacy/forget-person';
import { renewHolds } from '../../service/privacy/hold-person';
import { fillWithPerson, valuesOf } from '../support/privacy/fill-with-person';
import { type Databases, onBoth } from '../support/servers/databases';

const dayMs = 86_400_000;
/** Makes everything old at once: each time is before the days to come. */
const allOld = { keptMs: -100 * dayMs, endedMs: -1_000 * dayMs };

onBoth('a legal hold', (openDatabases) => {
	let databases: Databases;
	let home: string;
	let database: string;
	let now: number;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		home = mkdtempSync(join(tmpdir(), 'troupe-holds-'));
		const place = await databases.create();
		database = isPostgresAddress(place) ? place : '';
		now = Date.now();
	});
	afterEach(async () => {
		await closeOpened();
		rmSync(home, { recursive: true, force: true });
	});

	const openHost = () => ({
		...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database, memoryStore: database || undefined },
		...{ tenant: 'default', clock: { now: () => now } },
	});
	const context = () => ({ host: openHost(), by: 'user:bia', signal: new AbortController().signal });
	const phoneOf = (person: string) => `phone=+${valuesOf(person).phone}`;
	const hold = (person: string, more: object = {}) => addHold.perform({ person, reason: 'a lawsuit', ...more }, context());
	const stored = async (person: string) =>
		(await findPerson.perform({ person }, context())).stored.filter(
			// Requests of one come with messages of the other where two are filled.
			({ table }) => !['legal_hold', 'held_name', 'receipt', 'request'].includes(table),
		);

	async function removeAll(): Promise<void> {
		const host = openHost();
		await renewHolds(host);
		for (const kept of purgeableClasses) await removeOlderThan(kept, allOld.keptMs, host);
		await (await openRuns(host, home)).clean(now + 100 * dayMs);
		const later = { ...host, clock: { now: () => now + 1_000 * dayMs } };
		await cleanVault(later, home);
		await closeOpened();
		// The first change of a process cleans.
		await (await composeConversationStates(later))!.change('another', (state) => state ?? { replies: 0, questionsInARow: 0 });
		await (await composeAbuseStore(later))!.change('another', dayMs, (standing) => standing ?? { violations: [] });
		await closeOpened();
		await (await openChannels(host)).retention.removeOldRequests();
	}

	it('keeps all that is stored of one person from every cleaning, and of no other (MicrosoftDocs/microsoft-365-docs#5960, nightscout/nocturne#1159)', async () => {
		const [ana, bob] = [await fillWithPerson('ana', openHost()), await fillWithPerson('bob', openHost())];
		expect(await hold(phoneOf('ana'))).toMatchObject({ id: expect.stringMatching(/^hold-/) as string, until: null, isKnown: true });
		const before = await stored(ana);
		expect(before.length).toBeGreaterThan(10);
		await removeAll();
		expect(await stored(ana)).toEqual(before);
		const leftOfBob = (await stored(bob)).filter(({ stays }) => stays === null);
		expect(leftOfBob).toEqual([]);
		for (const kept of settableClasses) {
			const counts = await countOlderThan(kept, allOld, openHost());
			expect([kept, counts.filter(({ rows, held }) => rows !== held)]).toEqual([kept, []]);
		}
	});

	it('is not needed for one whose data is restricted: no cleaning removes it before it is lifted, and a forgetting does', async () => {
		const [ana, bob] = [await fillWithPerson('ana', openHost()), await fillWithPerson('bob', openHost())];
		const restrict = (person: string, more = {}) => restrictPerson.perform({ person, reason: 'contested', ...more }, context());
		await restrict(ana);
		const before = await stored(ana);
		expect(before.map(({ table }) => table)).toEqual(expect.arrayContaining(['run', 'memory_facts', 'message']));
		await removeAll();
		expect(await stored(ana)).toEqual(before);
		expect((await stored(bob)).filter(({ stays }) => stays === null)).toEqual([]);
		await restrict(ana, { lift: true });
		await removeAll();
		expect((await stored(ana)).filter(({ table }) => ['run', 'memory_facts', 'message'].includes(table))).toEqual([]);
		const eva = await fillWithPerson('eva', openHost());
		await restrict(eva);
		expect(await forgetPersonEverywhere.perform({ person: eva }, context())).toMatchObject({ status: 'complete', hold: null });
		expect([...(await listHeldNames(openHost()))]).toEqual([]);
	});

	it('answers whoever wants to forget the person, until it is over', async () => {
		const ana = await fillWithPerson('ana', openHost());
		const until = new Date(now + 10 * dayMs).toISOString();
		const { id } = await hold(ana, { until });
		const before = await stored(ana);
		const forget = () => forgetPersonEverywhere.perform({ person: phoneOf('ana') }, context());
		expect(await forget()).toMatchObject({ status: 'held', hold: { id, until }, receipt: null });
		const refused = { code: 'STATE_CONFLICT', message: expect.stringContaining(id) as string, details: { hold: id, until } };
		await expect(runMemoryTask({ operation: 'forget', person: ana }, openHost(), context().signal)).rejects.toMatchObject(refused);
		expect(await stored(ana)).toEqual(before);
		now += 11 * dayMs;
		expect(await forget()).toMatchObject({ status: 'complete', hold: null });
	});

	it('of all keeps what anybody wrote, and ends when somebody ends it', async () => {
		const ana = await fillWithPerson('ana', openHost());
		const { id } = await hold('all');
		const before = await stored(ana);
		await removeAll();
		expect(await stored(ana)).toEqual(before);
		expect(await forgetPersonEverywhere.perform({ person: ana }, context())).toMatchObject({ status: 'held', hold: { id } });
		expect((await listHolds.perform({}, context())).items).toMatchObject([
			{ id, person: 'all', reason: 'a lawsuit', createdBy: 'user:bia' },
		]);
		expect(await removeHold.perform({ hold: id }, context())).toEqual({ removed: id, left: 0 });
		await expect(removeHold.perform({ hold: id }, context())).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
		await removeAll();
		expect((await stored(ana)).filter(({ stays }) => stays === null)).toEqual([]);
	});

	it('knows nobody by a name that no database stores', async () => {
		expect(await hold('a\0b')).toMatchObject({ isKnown: false });
		expect(await forgetPersonEverywhere.perform({ person: 'c\0d' }, context())).toMatchObject({ hold: null, isRepeated: false });
	});
});
