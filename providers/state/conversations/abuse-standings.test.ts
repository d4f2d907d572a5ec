import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAbuseStandings } from './abuse-standings';
import { testAbuseStandings } from './abuse-standings.contract';
import { forgetInState } from '../forget-person';

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
testAbuseStandings(open);

test('is forgotten with the person', async () => {
	const store = open();
	await store.change('c', 1_000, () => ({ violations: [1] }));
	await store.lift('c', 'user:ana');
	await store.change('c', 1_000, () => ({ violations: [1] }));
	await forgetInState(file(), { tenant: 'ours', pseudonyms: [await pseudonym('c')], pseudonym: () => '', now: Date.now() });
	expect([await store.read('c'), await store.listLifts(10)]).toEqual([undefined, []]);
});
