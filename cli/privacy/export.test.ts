import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, messageCatch, processModel, startEvent } from '../../test/contract/model-builder';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { closeOpened } from '../../providers/compose/open-once';
import { hearPerson } from '../../test/support/privacy/hear-person';
import { callTroupe } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

const phone = '5544988880001';
const signal = new AbortController().signal;
const waits = processModel('waits', [
	startEvent(),
	messageCatch('reply', 'hello', '=personId'),
	endEvent(),
	...chain('start', 'reply', 'end'),
]);

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-privacy-export-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

const troupe = (...args: string[]) => callTroupe(args, { TROUPE_HOME: home });
const hear = () => hearPerson(phone, [{ kind: 'text', text: 'hello' }], { tenant: 'default', stateFolder: home, database: '' }, 'Ana');
const modeOf = (file: string) => statSync(file).mode & 0o777;

it('writes a page and JSON that say what they are, for their owner alone (2witstudios/PageSpace#915)', async () => {
	await hear();
	const folder = join(home, 'out');
	expect(await troupe('privacy', 'export', `phone=+${phone}`, '-o', folder, '--language', 'pt')).toMatchObject({
		...{ code: 0, printed: '' },
		noted: expect.stringMatching(/export\.html: \d+ linhas\./) as string,
	});
	expect(readdirSync(folder).sort()).toEqual(['export.html', 'export.json']);
	expect(['export.html', 'export.json'].map((name) => modeOf(join(folder, name)))).toEqual([0o600, 0o600]);
	const exported = JSON.parse(readFileSync(join(folder, 'export.json'), 'utf8')) as { rows: unknown[] };
	expect(exported).toMatchObject({
		format: 'troupe-person-export',
		version: 1,
		answer: { person: { name: 'Ana' } },
		leftOut: { others: 0 },
	});
	expect(JSON.stringify(exported.rows)).toContain('hello');
	expect(readFileSync(join(folder, 'export.html'), 'utf8')).toMatch(/^<!doctype html>[^]*O que guardamos sobre você[^]*<\/html>\n$/);
});

it('prints the page, or JSON, without a file', async () => {
	await hear();
	expect((await troupe('privacy', 'export', `phone=+${phone}`)).printed).toMatch(/^<!doctype html>/);
	expect(JSON.parse((await troupe('privacy', 'export', `phone=+${phone}`, '--json')).printed)).toMatchObject({ version: 1 });
});

it('says that nobody is called so, and leaves no half file where it cannot write', async () => {
	expect(await troupe('privacy', 'export', 'ana-0', '--json')).toMatchObject({
		code: 1,
		noted: expect.stringContaining('ana-0') as string,
	});
	const nobody = join(home, 'nobody');
	expect(await troupe('privacy', 'export', 'ana-0', '-o', nobody)).toMatchObject({
		code: 1,
		noted: expect.stringContaining('ana-0') as string,
	});
	expect(existsSync(nobody)).toBe(false);
	await hear();
	expect(await troupe('privacy', 'export', `phone=+${phone}`, '-o', join(home, 'missing', 'a.json'))).toMatchObject({ code: 2 });
	expect(existsSync(join(home, 'missing'))).toBe(false);
});

slowTest('has the processes of the person with their variables, and none of others that mention them', async () => {
	const person = 'ana-lima-4711';
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	await engine.deploy([waits]);
	await engine.start({ processId: 'waits', variables: { personId: person, wish: 'a blue roof' } });
	await engine.start({ processId: 'waits', variables: { personId: 'somebody', leads: [{ id: person }, { id: 'else-4712' }] } });
	await engine.close();
	await runMemoryTask({ operation: 'remember', person, facts: [{ text: 'Drinks tea' }] }, { stateFolder: home, providers: {} }, signal);
	const exported = JSON.parse((await troupe('privacy', 'export', person, '--json')).printed) as {
		rows: Array<{ table: string; row: Record<string, unknown> }>;
		leftOut: Record<string, number>;
	};
	expect(exported.rows.filter(({ table }) => table === 'process_instance')).toHaveLength(1);
	const written = JSON.stringify(exported.rows);
	for (const value of ['a blue roof', 'Drinks tea']) expect(written).toContain(value);
	expect(written).not.toContain('else-4712');
	expect(exported.leftOut.parts).toBe(1);
	// Nothing says where the service is that has it.
	const away = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	const without = await troupe('privacy', 'export', person, '--json');
	await away.close();
	expect(without).toMatchObject({ code: 0, noted: expect.stringMatching(/^Not asked: processes/m) as string });
	expect(without.printed).toContain('Drinks tea');
});
