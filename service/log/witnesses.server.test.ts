/** An audit log and its witness, over HTTP. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigner, createVerifierKey, formatVerifierKey, type VerifierKey } from '../../core/audit/note-key';
import { parseNote, verifyNote } from '../../core/audit/signed-note';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit, openAuditKeys } from '../../providers/compose/state/host-audit';
import { askWitnesses, openCosigned } from '../../providers/compose/state/host-witnesses';
import { openStateDatabase } from '../../providers/database/state-database';
import { auditSchema } from '../../providers/state/audit/audit-schema';
import { witnessSchema } from '../../providers/state/audit/witness-schema';
import type { WitnessChange } from '../../providers/state/audit/witness-rows';
import { callTroupe } from '../../test/support/test-terminal';
import { startWitnessServer, type WitnessServer } from '../../test/fakes/witness-server';
import { setEnvironment } from '../../test/support/set-environment';

let folder: string;
let restore: () => void;
let witness: WitnessServer;
const logHost = () => ({ stateFolder: join(folder, 'log'), database: '', vaultKey: Buffer.alloc(32, 3).toString('base64') });
let now = Date.UTC(2026, 0, 1);
let logKey: VerifierKey;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-witness-'));
	mkdirSync(join(folder, 'log'));
	restore = setEnvironment({ TROUPE_AUDIT_WITNESSES: join(folder, 'witnesses'), TROUPE_WEBHOOK_PRIVATE: 'allow' });
	witness = await startWitnessServer(() => now);
	logKey = (await openAuditKeys(logHost())).signerOf('default').key;
	witness.logs.push(logKey);
	writeWitnesses(`${witness.url}/`);
});
afterEach(async () => {
	await witness.close();
	await closeOpened();
	restore();
	rmSync(folder, { recursive: true });
});

const writeWitnesses = (url: string) =>
	writeFileSync(join(folder, 'witnesses'), `witness W ${formatVerifierKey(witness.key)} ${url}\nquorum W\n`);

async function grow(count: number) {
	const { store } = (await openAudit(logHost()))!;
	const entry = { tenant: 'default', at: now, action: 'a.b', outcome: 'success', who: { kind: 'system' } };
	await store.append(Array.from({ length: count }, () => entry));
	return (await store.sequence('default'))!;
}
async function ask(): Promise<WitnessChange[]> {
	now += 3_600_000;
	const changes: WitnessChange[] = [];
	const faults: unknown[] = [];
	const listeners = {
		onChange: (change: WitnessChange) => void changes.push(change),
		onFault: (fault: unknown) => void faults.push(fault),
	};
	await askWitnesses({ ...logHost(), clock: { now: () => now } }, new AbortController().signal, listeners);
	expect(faults).toEqual([]);
	return changes;
}
const cosigned = async () => (await (await openCosigned(logHost()))!.list('default')).map(({ size, isQuorum }) => [size, isQuorum]);
const troupe = (...args: string[]) =>
	callTroupe(['audit', ...args], {
		...{ TROUPE_HOME: logHost().stateFolder, TROUPE_VAULT_KEY: logHost().vaultKey },
		TROUPE_AUDIT_WITNESSES: join(folder, 'witnesses'),
	});

it('has checkpoints cosigned, shows them, and proves entries with them', async () => {
	await grow(3);
	expect(await ask()).toMatchObject([{ tenant: 'default', state: 'cosigned', before: 'new', cosignedSize: 3 }]);
	await grow(300);
	expect(await ask()).toMatchObject([{ state: 'cosigned', cosignedSize: 303 }]);
	expect(await ask()).toEqual([]);
	expect(await cosigned()).toEqual([[303, true]]);
	const printed = await troupe('checkpoint');
	expect(printed.noted).toMatch(/^witness witness\.example\/w: cosigned 303 entries at 2026-01-01 02:00 UTC$/);
	expect(verifyNote(parseNote(`${printed.printed}\n`), [logKey, witness.key])).toHaveLength(2);
	await grow(2);
	expect((await troupe('checkpoint')).printed).toContain('\n305\n');
	expect((await troupe('checkpoint', '--witnessed')).printed).toBe(printed.printed);
	expect((await troupe('prove', '17')).printed).toContain(printed.printed);
	expect(await troupe('prove', '304')).toMatchObject({ noted: 'Not enough witnesses have cosigned a checkpoint with this entry yet.' });
	expect(await troupe('verify', '--witnesses', '1')).toMatchObject({
		...{
			code: 0,
			printed: expect.stringMatching(/^305 entries: .*\nWitnesses cosigned the log of 303 entries: witness\.example\/w/) as string,
		},
	});
	for (const count of ['2', '', '0', '-1', '+1', '1.0', '1e0'])
		expect(await troupe('verify', '--witnesses', count)).toMatchObject({ code: 2 });
});

it('has exports and receipts that the verifier without Troupe checks for their witnesses', async () => {
	await grow(260);
	await ask();
	const [folder260, receipt] = [join(folder, 'export'), join(folder, '7.tlog-proof')];
	expect((await troupe('tiles', folder260)).noted).not.toContain('Not enough');
	await grow(1);
	expect((await troupe('tiles', join(folder, 'later'))).noted).toContain('Not enough witnesses have cosigned this checkpoint');
	await troupe('prove', '7', '--output', receipt);
	const [key, known] = [logKey, witness.key].map(formatVerifierKey);
	const other = createSigner('other.example', 'cosignature', Buffer.alloc(32, 9)).key;
	const sameKey = formatVerifierKey(createVerifierKey('again.example', 'cosignature', witness.key.publicKey));
	const run = (place: string, ...args: string[]) => {
		const { status, stdout } = spawnSync(process.execPath, ['bin/verify-audit-log.mjs', place, '--key', key!, ...args], {
			encoding: 'utf8',
		});
		return [status, stdout.trim()];
	};
	for (const [place, right, index] of [
		[folder260, 'ok: 260 entries', 260],
		[receipt, 'ok: 1 entry', 7],
	] as const) {
		const uncovered = `not covered yet: not enough witnesses cosigned the checkpoint of entry ${index}`;
		const wrong = [1, place === receipt ? uncovered : `first bad index ${index}: witnesses`];
		expect(run(place, '--witness', known!)).toEqual([0, right]);
		expect(run(place, '--witness', known!, '--witness', formatVerifierKey(other), '--witnesses', '1')).toEqual([0, right]);
		expect(run(place, '--witness', known!, '--witness', formatVerifierKey(other))).toEqual(wrong);
		expect(run(place, '--witness', known!, '--witness', sameKey, '--witnesses', '2')).toEqual(wrong);
		expect(run(place, '--witness', key!)).toEqual([2, '']);
		for (const count of ['2', '', '0', '-1', '+1', '1.0', '1e0'])
			expect(run(place, '--witness', formatVerifierKey(other), `--witnesses=${count}`)).toEqual([2, '']);
	}
	writeFileSync(receipt, readFileSync(receipt, 'utf8').replace(/(— witness\.example\/w ....)../, '$1AA'));
	expect(run(receipt, '--witness', known!)[0]).toBe(1);
});

it('has a witness cosign from what it has, where that is less than was known of it (transparency-dev/tessera#799)', async () => {
	await grow(3);
	await ask();
	witness.cosigned.clear();
	await grow(2);
	expect(await ask()).toMatchObject([{ state: 'cosigned', cosignedSize: 5 }]);
});

it('asks nobody, and stores nothing, where no witness is named (transparency-dev/tessera#947)', async () => {
	await grow(3);
	delete process.env.TROUPE_AUDIT_WITNESSES;
	expect([await ask(), await cosigned()]).toEqual([[], []]);
	expect(await (await openCosigned(logHost()))!.listStatus('default')).toEqual([]);
});

it('learns of a witness what it cosigned last, where it forgot', async () => {
	await grow(3);
	await ask();
	await (await openCosigned(logHost()))!.close();
	const database = openStateDatabase(join(logHost().stateFolder, 'state.db'), witnessSchema);
	await database.change('default', (connection) => connection.run('DELETE FROM audit_witness'));
	await database.close();
	await grow(2);
	expect(await ask()).toMatchObject([{ state: 'cosigned', cosignedSize: 5 }]);
});

it('says that the witness refuses a log which was put back and went another way, and verify says so too', async () => {
	await grow(3);
	await ask();
	await closeOpened();
	const database = openStateDatabase(join(logHost().stateFolder, 'state.db'), auditSchema);
	for (const table of ['audit_tile', 'audit_head', 'audit_value'])
		await database.change('default', (connection) => connection.run(`DELETE FROM ${table}`));
	await database.close();
	now += 1;
	await grow(2);
	expect(await ask()).toMatchObject([{ state: 'refused', reason: 'it cosigned 3 entries' }]);
	expect(await troupe('verify', '--witnesses', '1')).toMatchObject({
		code: 1,
		printed: expect.stringMatching(/^first bad index 2: the entry is missing/) as string,
	});
	await grow(4);
	expect(await ask()).toMatchObject([{ state: 'refused', reason: '422' }]);
	expect(await troupe('verify', '--witnesses', '1')).toMatchObject({
		code: 1,
		printed: expect.stringContaining('of another log') as string,
	});
	expect((await troupe('checkpoint')).noted).toContain('REFUSES this log since');
	expect(await troupe('checkpoint', '--witnessed')).toMatchObject({ code: 1, printed: '' });
	expect((await troupe('prove', '1')).noted).toContain('Not enough witnesses');
});

it('does not take a log for cosigned that was restored with its cosignatures, went another way and is refused', async () => {
	await grow(3);
	await ask();
	const [file, backup] = [join(logHost().stateFolder, 'state.db'), join(folder, 'backup.db')];
	await closeOpened();
	copyFileSync(file, backup);
	await grow(2);
	expect(await ask()).toMatchObject([{ state: 'cosigned', cosignedSize: 5 }]);
	await closeOpened();
	copyFileSync(backup, file);
	now += 1;
	await grow(4);
	expect(await ask()).toMatchObject([{ state: 'refused', reason: '422' }]);
	expect(await troupe('verify', '--witnesses', '1')).toMatchObject({
		code: 1,
		printed: expect.stringMatching(/ 4 entries came later\.\nREFUSED as it is now, by witness\.example/) as string,
	});
});

it('says that a witness refuses a log which was put back and grew to the same size', async () => {
	await grow(3);
	await ask();
	await closeOpened();
	const database = openStateDatabase(join(logHost().stateFolder, 'state.db'), auditSchema);
	for (const table of ['audit_tile', 'audit_head', 'audit_value'])
		await database.change('default', (connection) => connection.run(`DELETE FROM ${table}`));
	await database.close();
	now += 1;
	await grow(3);
	expect(await ask()).toMatchObject([{ state: 'refused', before: 'cosigned', reason: '409' }]);
	expect(await troupe('checkpoint', '--witnessed')).toMatchObject({ code: 1, printed: '' });
});

it('judges cosignatures by the witnesses of now, whoever was enough when they came', async () => {
	await grow(3);
	await ask();
	expect(await troupe('checkpoint', '--witnessed')).toMatchObject({ code: 0 });
	const other = createSigner('other.example', 'cosignature', Buffer.alloc(32, 9)).key;
	const both = `witness W ${formatVerifierKey(witness.key)}\nwitness O ${formatVerifierKey(other)}\n`;
	writeFileSync(join(folder, 'witnesses'), `${both}group both all W O\nquorum both\n`);
	expect(await troupe('checkpoint', '--witnessed')).toMatchObject({ code: 1, printed: '' });
	expect((await troupe('prove', '1')).noted).toContain('Not enough witnesses');
	writeFileSync(join(folder, 'witnesses'), `${both}group any any W O\nquorum any\n`);
	expect(await troupe('checkpoint', '--witnessed')).toMatchObject({ code: 0 });
});

describe('a witness that does not work as one', () => {
	let server: Server;
	let answer: { status: number; body: string; type?: string; headers?: Record<string, string> };
	let requests: number;
	beforeEach(async () => {
		requests = 0;
		server = createServer((request, response) => {
			requests += 1;
			request.resume().on('end', () => {
				response.writeHead(answer.status, { 'content-type': answer.type ?? 'text/plain', ...answer.headers }).end(answer.body);
			});
		});
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		writeWitnesses(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		await grow(3);
	});
	afterEach(() => new Promise((done) => server.close(done)));

	it.each([
		['cosigns nothing', { status: 200, body: '' }, 'no cosignature that its key verifies'],
		['answers with a page', { status: 200, body: '<html>\n' }, 'no cosignature that its key verifies'],
		[
			'cosigns with another key',
			{ status: 200, body: `— other.example ${Buffer.alloc(76).toString('base64')}\n` },
			'no cosignature that its key verifies',
		],
		['never ends its answer', { status: 200, body: 'x'.repeat(200_000) }, 'a line without an end'],
		['answers 409 with a document', { status: 409, body: '{"size":3}', type: 'application/json' }, '409 without a size'],
		['answers 409 with a negative size', { status: 409, body: '-1\n', type: 'text/x.tlog.size' }, '409 without a size'],
		['answers 409 with the same size again and again', { status: 409, body: '0\n', type: 'text/x.tlog.size' }, 'it cosigned 0 entries'],
		['sends it elsewhere', { status: 307, body: '', headers: { location: 'https://example.com/' } }, '307'],
		['is busy', { status: 503, body: '' }, '503'],
		['does not know the log', { status: 404, body: '' }, '404'],
	])('one that %s is late', async (_, given, reason) => {
		answer = given;
		expect(await ask()).toMatchObject([{ state: 'late', reason }]);
		expect([await cosigned(), requests]).toEqual([[], 1]);
	});

	it('asks again where the witness tells a size, and no more than once', async () => {
		answer = { status: 409, body: '2\n', type: 'text/x.tlog.size' };
		expect(await ask()).toMatchObject([{ state: 'late', reason: 'it cosigned 2 entries' }]);
		expect(requests).toBe(2);
	});

	it('takes a conflict about the size that it told for a refusal of this log', async () => {
		answer = { status: 409, body: '3\n', type: 'text/x.tlog.size' };
		expect(await ask()).toMatchObject([{ state: 'refused', before: 'new', reason: '409' }]);
		expect(requests).toBe(2);
	});

	it('calls no private network unless the operator allows it', async () => {
		process.env.TROUPE_WEBHOOK_PRIVATE = 'deny';
		expect(await ask()).toMatchObject([{ state: 'late', reason: 'ADDRESS_REFUSED' }]);
		expect(requests).toBe(0);
	});
});
