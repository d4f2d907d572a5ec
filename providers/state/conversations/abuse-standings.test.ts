import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openAbuseStandings } from './abuse-standings';
import { testAbuseStandings } from './abuse-standings.contract';
import { openConversationStates } from './conversation-states';

let folder: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'troupe-abuse-'));
});
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
	await rm(folder, { recursive: true, force: true });
});

const file = () => join(folder, 'conversation-states.db');
const pseudonym = async (id: string) => Buffer.from(id).toString('hex');
const open = (changes: Partial<Parameters<typeof openAbuseStandings>[1]> = {}) => {
	const store = openAbuseStandings(file(), { tenant: 'ours', pseudonym, ...changes });
	closing.push(() => store.close());
	return store;
};
const openStates = () => {
	const states = openConversationStates(file(), { tenant: 'ours', pseudonym });
	closing.push(() => states.close());
	return states;
};

testAbuseStandings(open);

test('is forgotten with the person', async () => {
	const store = open();
	await store.change('c', 1_000, () => ({ violations: [1] }));
	await store.lift('c', 'user:ana');
	await store.change('c', 1_000, () => ({ violations: [1] }));
	await openStates().forget([await pseudonym('c')]);
	expect([await store.read('c'), await store.listLifts(10)]).toEqual([undefined, []]);
});

test('comes to a file of the version before it, whose states stay', async () => {
	const old = new DatabaseSync(file());
	old.exec(`CREATE TABLE state (tenant TEXT NOT NULL, conversation TEXT NOT NULL, state TEXT NOT NULL, expires_at INTEGER NOT NULL,
		PRIMARY KEY (tenant, conversation)) STRICT, WITHOUT ROWID;
		INSERT INTO state VALUES ('ours', '${Buffer.from('c').toString('hex')}', '{"replies":1,"questionsInARow":0}', ${Date.now() + 100_000});
		PRAGMA user_version = 1`);
	old.close();
	await open().change('c', 1_000, () => ({ violations: [1] }));
	expect(await openStates().read('c')).toEqual({ replies: 1, questionsInARow: 0 });
});
