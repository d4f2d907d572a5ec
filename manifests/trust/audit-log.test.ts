import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { AuditLog, type AuditLine } from './audit-log';

let home: string;
let now = Date.UTC(2026, 10, 20);
const told: string[] = [];
const open = () => new AuditLog({ home, tenant: 'acme', clock: { now: () => now }, warn: (line) => told.push(line) });
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-audit-'));
	told.length = 0;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const refusal = (document: string) =>
	new TroupeError({
		code: 'TOKEN_INVALID',
		message: 'no',
		fix: 'Ask.',
		details: { document, reason: 'key', expected: ['a'], actual: 'b'.repeat(9_000) },
	});
const lines = (path: string) =>
	readFileSync(path, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as AuditLine);

it('writes one line a distinct refusal a minute, and how many there were', () => {
	const log = open();
	for (let count = 0; count < 5; count++) log.write('refused', 'gate', refusal('root.jwt'));
	log.write('refused', 'gate', refusal('snapshot.jwt'));
	now += 60_001;
	log.write('refused', 'gate', refusal('root.jwt'));
	const written = lines(log.path);
	expect(written).toHaveLength(3);
	expect(written[0]).toMatchObject({
		event: 'refused',
		by: 'gate',
		tenant: 'acme',
		code: 'TOKEN_INVALID',
		document: 'root.jwt',
		reason: 'key',
		expected: '["a"]',
		fix: 'Ask.',
	});
	expect(String(written[0]?.actual).length).toBeLessThan(400);
	expect(written[2]?.repeated).toBe(4);
	expect(statSync(log.path).mode & 0o777).toBe(0o600);
});

it('is bounded: a full file makes room, and three older ones are kept', () => {
	const log = open();
	mkdirSync(dirname(log.path));
	for (let file = 0; file < 6; file++) {
		writeFileSync(log.path, 'x'.repeat(4 * 1024 * 1024));
		log.write('refused', 'client', refusal(`${file}.jwt`));
	}
	expect(statSync(`${log.path}.3`).size).toBe(4 * 1024 * 1024);
	expect(statSync(`${log.path}.4`, { throwIfNoEntry: false })).toBeUndefined();
	expect(lines(log.path)).toHaveLength(1);
});

it('that cannot be written is told of once, and throws nothing', () => {
	writeFileSync(join(home, 'audit'), '');
	const log = open();
	log.write('refused', 'gate', refusal('root.jwt'));
	log.write('refused', 'gate', refusal('other.jwt'));
	expect(told).toEqual([expect.stringContaining('cannot be written')]);
});
