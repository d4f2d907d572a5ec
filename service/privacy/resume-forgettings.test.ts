import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeVault } from '../../providers/compose/guardrails/vault';
import { closeOpened } from '../../providers/compose/open-once';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import { openHostForgettings } from '../../providers/compose/state/host-forgettings';
import { openGate } from '../../test/fakes/permissive-gate';
import { forgetPerson } from './forget-person';
import { idleMs, resumeForgettings } from './resume-forgettings';

const { signal } = new AbortController();
let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-resume-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true });
});

const hostOf = (now = Date.now()) => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default', clock: { now: () => now } },
});

const person = 'ana';
const forget = () => forgetPerson({ person, contact: undefined, by: 'user:ana' }, hostOf(), signal);
const store = () => composeVault(hostOf(), { conversationId: 'c', subjectId: person }).mask('ana@example.com');

/** Leaves what a process leaves that was killed after it had removed the last row. */
async function beginAgain(): Promise<void> {
	const { store: forgettings, seal } = await openHostForgettings(hostOf());
	const subject = (await openVaultKeys(hostOf(), home)).pseudonym('subject', 'default', person);
	const request = await seal(JSON.stringify({ person, by: 'user:ana' }), `default ${subject}`);
	await forgettings.begin({ tenant: 'default', subject, request }, [subject], Date.now());
}

it('ends what was begun again for somebody who has a receipt of before', async () => {
	await store();
	expect((await forget()).receipt).toBeDefined();
	await beginAgain();
	const later = hostOf(Date.now() + 2 * idleMs);
	const isOpen = async () => (await openHostForgettings(later)).store.isOpen('default');
	expect(await isOpen()).toBe(true);
	expect(await resumeForgettings(later, signal)).toBe(1);
	expect(await isOpen()).toBe(false);
	expect(await resumeForgettings(hostOf(Date.now() + 4 * idleMs), signal)).toBe(0);
	expect(await forget()).toMatchObject({ isRepeated: true });
});
