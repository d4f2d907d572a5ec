import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate } from '../../test/fakes/permissive-gate';
import { fillWithPerson, valuesOf } from '../../test/support/privacy/fill-with-person';
import { callTroupe } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

let stateFolder: string;
beforeEach(() => {
	stateFolder = mkdtempSync(join(tmpdir(), 'troupe-cli-retention-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(stateFolder, { recursive: true, force: true });
});

const fill = (who: string, daysAgo: number) =>
	fillWithPerson(who, {
		...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder, database: '', tenant: 'default' },
		clock: { now: () => Date.now() - daysAgo * 86_400_000 },
	});

const troupe = (...args: string[]) => callTroupe(['privacy', ...args], { TROUPE_HOME: stateFolder });

slowTest('asks before a shorter time by which rows go, and shows the rule after it (chatmail/core#1206)', async () => {
	await fill('ana', 200);
	await closeOpened();
	const asked = await troupe('retention', 'set', 'memory', '90');
	expect([asked.code, asked.noted]).toEqual([2, expect.stringContaining('Keep memory of default for 90 days? The next cleaning removes')]);
	expect((await troupe('retention')).printed).toMatch(/memory: memories of agents +365 days/);
	expect(await troupe('retention', 'set', 'memory', '90', '--yes')).toMatchObject({ code: 0 });
	expect((await troupe('retention')).printed).toMatch(/memory: memories of agents +90 days after the last use +own rule +[1-9]/);
	expect(await troupe('retention', 'set', 'memory', 'unlimited')).toMatchObject({
		code: 0,
		printed: expect.stringContaining('without an end') as string,
	});
	expect(JSON.parse((await troupe('retention', 'set', 'run', '40', '--yes', '--json')).printed)).toMatchObject({ class: 'run' });
	expect((await troupe('retention', 'set', 'everything', '5')).code).toBe(2);
	expect((await troupe('retention', 'set', 'memory', 'forever')).noted).toContain('from 1 to 36500, unlimited or default');
	expect((await troupe('retention', '--language', 'pt')).printed).toContain('Nunca é removido');
});

slowTest('holds somebody, whom nothing forgets or purges then', async () => {
	await fill('ana', 200);
	await closeOpened();
	const phone = `phone=+${valuesOf('ana').phone}`;
	const added = await troupe('hold', 'add', phone, '--reason', 'a lawsuit', '--until', '2999-01-01');
	expect(added).toMatchObject({ code: 0, printed: expect.stringMatching(/^hold-\w+: nothing of .+ until 2999-01-01/) as string });
	const [id] = added.printed.split(':');
	expect((await troupe('hold', 'list')).printed).toMatch(new RegExp(`${id!}.*2999-01-01.*a lawsuit`));
	expect(await troupe('forget', phone, '--yes')).toMatchObject({ code: 1, noted: expect.stringContaining(id!) as string });
	const purge = ['purge', 'memory', '--before', new Date().toISOString(), '--reason', 'the end'];
	expect((await troupe(...purge, '--dry-run')).printed).toMatch(/memory_turns: \d+ held/);
	expect((await troupe(...purge, '--yes')).printed).not.toContain('removed');
	expect(await troupe('hold', 'remove', id!, '--yes')).toMatchObject({ code: 0, noted: `${id!} has ended. Holds that are left: 0.` });
	expect((await troupe(...purge, '--yes')).printed).toMatch(/memory_turns: \d+ removed/);
	expect(await troupe('hold', 'add', phone, '--reason', 'x', '--until', '2020-01-01')).toMatchObject({ code: 2 });
	expect(await troupe('hold', 'add', 'anna', '--reason', 'x')).toMatchObject({
		code: 0,
		noted: expect.stringContaining('Nothing of this person') as string,
	});
	expect(await troupe('purge', 'memory', '--before', '2999-01-01', '--reason', 'x', '--yes')).toMatchObject({ code: 2 });
});

test.each([
	['hold', 'add', 'all'],
	['purge', 'memory', '--before', '2020-01-01', '--dry-run'],
	['restrict', 'phone=+5544999990001'],
])('refuses a blank reason: %s', async (...words) => {
	expect(await troupe(...words, '--reason', '  ')).toMatchObject({
		code: 2,
		noted: expect.stringContaining('The reason is blank') as string,
	});
	expect((await troupe('hold', 'list')).noted).toContain('no legal hold');
});

slowTest('says in the language of the answer what was removed, and why the rest stays', async () => {
	await fill('ana', 1);
	await closeOpened();
	const all = await troupe('hold', 'add', 'all', '--reason', 'an inspection');
	expect(all.printed).toContain('nothing of the tenant is removed');
	await troupe('hold', 'remove', all.printed.split(':')[0]!, '--yes');
	const { printed } = await troupe('forget', `phone=+${valuesOf('ana').phone}`, '--yes', '--language', 'pt');
	expect(printed).toMatch(/memory_turns: (?:1 linha apagada|\d+ linhas apagadas)\b/);
	expect(printed).toContain('Permanece após o esquecimento');
	expect(printed).not.toContain('Stays after');
});
