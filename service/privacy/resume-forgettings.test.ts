import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeVault } from '../../providers/compose/guardrails/vault';
import { closeOpened } from '../../providers/compose/open-once';
import { compactFiles } from '../../providers/compose/privacy/compact-files';
import { openHostForgettings } from '../../providers/compose/state/host-forgettings';
import { openGate } from '../../sandbox/fakes/permissive-gate';
import { forgetPerson } from './forget-person';
import { idleMs, resumeForgettings } from './resume-forgettings';

jest.mock('../../providers/compose/privacy/compact-files');
const compacting = jest.mocked(compactFiles);

const { signal } = new AbortController();
let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-resume-'));
	compacting.mockReset().mockResolvedValue([]);
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

it('ends what was begun again for somebody who has a receipt of before, and rewrites the files', async () => {
	await store();
	expect((await forget()).receipt).toBeDefined();
	await store();
	compacting.mockRejectedValueOnce(new Error('killed after the last row'));
	await expect(forget()).rejects.toThrow('killed');
	const later = hostOf(Date.now() + 2 * idleMs);
	expect(await resumeForgettings(later, signal)).toBe(1);
	expect(compacting).toHaveBeenCalledTimes(3);
	expect(await (await openHostForgettings(later)).store.isOpen('default')).toBe(false);
	expect(await resumeForgettings(hostOf(Date.now() + 4 * idleMs), signal)).toBe(0);
	expect(await forget()).toMatchObject({ isRepeated: true });
});
