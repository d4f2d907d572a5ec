import { mkdirSync, writeFileSync } from 'node:fs';
import { createSigner, formatVerifierKey } from '../../../../core/audit/note-key';
import { openTestAuditKeys } from '../../../../test/support/audit-keys';
import { openAuditStore } from '../../../../providers/state/audit/audit-store';
import { openCosignedStore } from '../../../../providers/state/audit/cosigned-store';
import type { WitnessAnswer } from '../../../../core/audit/witness/witness-answer';
import { createTestMachine, type TestMachine } from '../../../../test/support/test-machine';
import { witnessesCheck } from './witnesses';

let machine: TestMachine;
beforeEach(() => {
	machine = createTestMachine();
	mkdirSync(machine.home, { mode: 0o700 });
});
afterEach(() => machine.remove());

const key = createSigner('w.example', 'cosignature', Buffer.alloc(32, 1)).key;
const name = (text: string) => {
	writeFileSync(machine.at('witnesses'), text);
	machine.environment = { ...machine.environment, TROUPE_AUDIT_WITNESSES: machine.at('witnesses') };
};

async function answer(one: WitnessAnswer, hoursAgo: number) {
	const place = machine.at('state.db');
	const audit = openAuditStore(place, openTestAuditKeys);
	await audit.append([{ tenant: 'acme', at: machine.nowMs, action: 'a.b', outcome: 'success', who: { kind: 'system' } }]);
	const head = (await audit.sequence('acme'))!;
	const store = openCosignedStore(place);
	const at = machine.nowMs - hoursAgo * 3_600_000;
	await store.take('acme', [key], at);
	const policy = { logs: [], witnesses: [{ name: 'W', key }], groups: new Map(), quorum: 'W' };
	await store.keep('acme', head, { key, size: 0, attempts: 0, random: 1, answer: one }, policy, at);
	await Promise.all([audit.close(), store.close()]);
}

it('has nothing to look at without the settings', async () => {
	expect(await machine.look(witnessesCheck)).toEqual(['skipped TROUPE_AUDIT_WITNESSES names no witnesses of the audit log.']);
});

it('reports a file with a mistake, by its line', async () => {
	name('witness W x\n');
	await expect(machine.look(witnessesCheck)).rejects.toThrow('Line 1 of the file of TROUPE_AUDIT_WITNESSES has an invalid key');
	name(`witness W ${formatVerifierKey(key)}\n`);
	await expect(machine.look(witnessesCheck)).rejects.toThrow('has no line "quorum NAME"');
});

it('fails for a witness that refuses the log, and warns of one that has been late for an hour, unless it is named no more', async () => {
	const file = `witness W ${formatVerifierKey(key)}\nquorum W\n`;
	name(file);
	expect(await machine.look(witnessesCheck)).toEqual(['ok Witnesses of the audit log: 1']);
	await answer({ outcome: 'unlisted', reason: '404' }, 0.5);
	expect(await machine.look(witnessesCheck)).toEqual(['ok Witnesses of the audit log: 1']);
	await answer({ outcome: 'refused', reason: '422' }, 0);
	expect((await machine.look(witnessesCheck)).join()).toMatch(
		/^fail The witness w\.example has refused the audit log of the tenant acme since /,
	);
	await answer({ outcome: 'unlisted', reason: '404' }, 2);
	expect((await machine.look(witnessesCheck)).join()).toMatch(/^warn The witness w\.example has not cosigned .*: 404\./);
	name('quorum none\n');
	expect(await machine.look(witnessesCheck)).toEqual(['ok Witnesses of the audit log: 0']);
});
