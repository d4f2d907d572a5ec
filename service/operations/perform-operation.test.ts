import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit } from '../../providers/compose/state/host-audit';
import { openStateDatabase } from '../../providers/database/state-database';
import { auditSchema } from '../../providers/state/audit/audit-schema';
import { describeEntry } from './audit/list-audit';
import { operation } from './operation';
import { performOperation } from './perform-operation';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-perform-'));
});
afterEach(async () => {
	jest.restoreAllMocks();
	await closeOpened();
	rmSync(home, { recursive: true });
});

const host = (vaultKey?: string) => ({ stateFolder: home, database: '', tenant: 'default', ...(vaultKey !== undefined && { vaultKey }) });
const { signal } = new AbortController();
const declare = (perform: () => Promise<{ isDone: true }>) =>
	operation({
		...{ summary: '', tag: 'work', method: 'POST', path: 'work', scope: 'any', input: {}, output: {} },
		act: () => ({ action: 'work.retried' }),
		perform,
	});
const perform = (declared: ReturnType<typeof declare>, vaultKey?: string) =>
	performOperation(declared, {}, { host: host(vaultKey), by: 'user:ana', signal });

async function readOutcomes() {
	const { store } = (await openAudit(host()))!;
	await store.sequence('default');
	return (await store.search('default', { limit: 10 })).entries.map(describeEntry).map(({ action, outcome }) => [action, outcome]);
}

it('does nothing that the audit log could not tell of, because its key is missing', async () => {
	let isDone = false;
	const declared = declare(async () => ({ isDone: (isDone = true) }));
	await expect(perform(declared, 'not a key')).rejects.toBeInstanceOf(TroupeError);
	expect(isDone).toBe(false);
	expect(await perform(declared)).toEqual({ isDone: true });
	expect(await readOutcomes()).toEqual([['work.retried', 'success']]);
});

it('notes what failed, but not what was refused as invalid', async () => {
	const failing = (code: 'INPUT_INVALID' | 'STATE_CONFLICT') =>
		declare(() => Promise.reject(new TroupeError({ code, message: 'It failed.', fix: 'Stop.' })));
	for (const code of ['INPUT_INVALID', 'STATE_CONFLICT'] as const) await expect(perform(failing(code))).rejects.toMatchObject({ code });
	expect(await readOutcomes()).toEqual([['work.retried', 'failure']]);
});

it('tells the caller what failed where that cannot be noted either, and warns the operator', async () => {
	const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
	const declared = declare(async () => {
		const database = openStateDatabase(join(home, 'state.db'), auditSchema);
		await database.change('default', (connection) => connection.run('DROP TABLE audit_waiting'));
		await database.close();
		throw new TroupeError({ code: 'STATE_CONFLICT', message: 'It failed.', fix: 'Stop.' });
	});
	await readOutcomes();
	await expect(perform(declared)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	expect(warned.mock.calls).toEqual([[expect.stringContaining('work.retried'), { code: 'TROUPE_AUDIT' }]]);
});
