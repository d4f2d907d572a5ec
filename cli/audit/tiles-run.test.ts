import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStateDatabase } from '../../providers/database/state-database';
import { auditSchema } from '../../providers/state/audit/audit-schema';
import { useAuditHome } from '../../test/support/audit-home';
import { slowTest } from '../../test/support/slow-tests';

const { inHome, audit, append: appendAll } = useAuditHome();
const append = (count: number) => appendAll(count, () => ({ who: { kind: 'user', value: 'ana' } }));

/** Runs the verifier as an auditor does. */
async function verify(place: string, ...args: string[]) {
	const { printed: key } = await audit('checkpoint', '--key');
	try {
		const all = ['bin/verify-audit-log.mjs', place, '--key', key, ...args];
		return { code: 0, printed: execFileSync(process.execPath, all, { encoding: 'utf8', stdio: 'pipe' }).trim() };
	} catch (error) {
		const { status, stdout } = error as { status: number; stdout: string };
		return { code: status, printed: stdout.trim() };
	}
}

slowTest('exports a log that others verify without Troupe, and brings an export up to date', async () => {
	expect(await audit('tiles', inHome('log'))).toMatchObject({ code: 1, noted: 'The audit log of the tenant default has no entries.' });
	await append(300);
	expect(await audit('tiles', inHome('log'))).toMatchObject({ code: 0, noted: `6 files written: ${inHome('log')}` });
	expect(await verify(inHome('log'))).toEqual({ code: 0, printed: 'ok: 300 entries' });
	cpSync(inHome('log'), inHome('older'), { recursive: true });
	await append(300);
	await audit('tiles', inHome('log'));
	expect(await verify(inHome('log'), '--older', inHome('older'))).toEqual({ code: 0, printed: 'ok: 600 entries' });
	expect(await verify(inHome('log'), '--older', join(inHome('older'), 'checkpoint'))).toMatchObject({ code: 0 });
	expect(await verify(inHome('older'), '--older', inHome('log'))).toEqual({ code: 1, printed: 'first bad index 300: removed' });
});

it('verifies the log against an export that somebody kept, and names the first entry that differs', async () => {
	await append(300);
	await audit('tiles', inHome('kept'));
	await append(1);
	await audit('checkpoint');
	const all = { code: 0, printed: '301 entries: nothing was changed, removed or added.' };
	expect(await audit('verify', '--against', inHome('kept'))).toMatchObject(all);
	const database = openStateDatabase(inHome('state.db'), auditSchema);
	for (const table of ['audit_head', 'audit_tile', 'audit_value'])
		await database.change('default', (connection) => connection.run(`DELETE FROM ${table}`));
	await database.close();
	await append(302);
	await audit('checkpoint');
	expect(await audit('verify')).toMatchObject({ code: 0 });
	expect((await audit('verify', '--against', join(inHome('kept'), 'checkpoint'))).printed).toContain('first bad index 300:');
	expect((await audit('verify', '--against', inHome('kept'))).printed).toContain('first bad index 0: what was kept is of another log');
	const tile = join(inHome('kept'), 'tile/0/000');
	const bytes = readFileSync(tile);
	bytes[5]! ^= 1;
	writeFileSync(tile, bytes);
	const changed = { code: 2, noted: expect.stringContaining('do not lead to its checkpoint') as string };
	expect(await audit('verify', '--against', inHome('kept'))).toMatchObject(changed);
	writeFileSync(tile, bytes.subarray(1));
	expect((await audit('verify', '--against', inHome('kept'))).noted).toContain('has 8191 bytes, expected 8192');
});

it('lets the verifier name the entry that was changed in an export', async () => {
	await append(300);
	await audit('tiles', inHome('log'));
	const bundle = join(inHome('log'), 'tile/entries/001.p/44');
	const bytes = readFileSync(bundle);
	bytes[bytes.indexOf('created')] = 0x43;
	writeFileSync(bundle, bytes);
	expect(await verify(inHome('log'), '--json')).toEqual({
		code: 1,
		printed: JSON.stringify({ ok: false, entries: 300, index: 256, problem: 'changed' }),
	});
});

slowTest('writes receipts that the verifier checks, and finds changed', async () => {
	await append(20);
	await audit('prove', '7', '--output', inHome('7.tlog-proof'));
	expect(await verify(inHome('7.tlog-proof'))).toEqual({ code: 0, printed: 'ok: 1 entry' });
	const proof = readFileSync(inHome('7.tlog-proof'), 'utf8');
	writeFileSync(inHome('8.tlog-proof'), proof.replace('index 7', 'index 8'));
	expect(await verify(inHome('8.tlog-proof'))).toEqual({ code: 1, printed: 'first bad index 8: changed' });
});

it('does not write a log into the folder of another', async () => {
	await append(1);
	await audit('tiles', inHome('log'));
	const text = readFileSync(join(inHome('log'), 'checkpoint'), 'utf8');
	writeFileSync(join(inHome('log'), 'checkpoint'), text.replace('default', 'globex'));
	expect((await audit('tiles', inHome('log'))).code).toBe(2);
});

it('answers wrong use with exit code 2', async () => {
	await append(1);
	expect(await verify(inHome('missing'))).toMatchObject({ code: 2 });
});

slowTest(
	'never writes over an export that the log does not contain: it shows how the log was (sigstore/rekor-monitor#740, sipyourdrink-ltd/bernstein#3162)',
	async () => {
		await append(20);
		await audit('tiles', inHome('log'));
		const kept = readFileSync(inHome('log/checkpoint'), 'utf8');
		const change = async (...statements: string[]) => {
			const database = openStateDatabase(inHome('state.db'), auditSchema);
			for (const sql of statements) await database.change('default', (connection) => connection.run(sql));
			await database.close();
		};
		await change('DELETE FROM audit_head', 'DELETE FROM audit_tile');
		const refused = { code: 1, noted: expect.stringContaining(`does not go on from the export in ${inHome('log')}`) };
		expect(await audit('tiles', inHome('log'))).toMatchObject(refused); // emptied
		await append(3);
		expect(await audit('tiles', inHome('log'))).toMatchObject(refused); // shorter
		await append(30);
		expect(await audit('tiles', inHome('log'))).toMatchObject(refused); // forked
		await change("UPDATE audit_head SET note = 'garbage'");
		expect(await audit('tiles', inHome('log'))).toMatchObject(refused); // damaged
		expect(readFileSync(inHome('log/checkpoint'), 'utf8')).toBe(kept);
		expect(await verify(inHome('log'))).toEqual({ code: 0, printed: 'ok: 20 entries' });
		expect(await audit('tiles', inHome('other'))).toMatchObject({ code: 1, noted: expect.stringContaining('3 files written') });
	},
);
