import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { closeOpened } from '../../providers/compose/open-once';
import { composeRuns } from '../../providers/compose/state/host-runs';
import { openGate } from '../../test/fakes/permissive-gate';
import { findPerson } from '../operations/privacy/find-person';
import { forgetPerson } from './forget-person';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-sessions-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true });
});

const { signal } = new AbortController();

it('forgets what a workflow’s agent did in a session of the contact, although it named no person', async () => {
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default' };
	const { contacts, mailbox } = await openChannels(host);
	const event = {
		...{ kind: 'message' as const, key: 'one', id: 'one', address: 'one', at: Date.now(), author: 'contact' as const, name: 'Ana' },
		contact: [{ kind: 'phone' as const, value: '5544999999991', proof: 'provider' as const }],
		content: [{ kind: 'text' as const, text: 'secret' }],
	};
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	const { contact: id } = applied as { contact: string };
	const [conversation] = await mailbox.list('default', { contact: id }, 1);
	const { records } = await composeRuns(host);
	for (const [runId, conversationId] of [
		['of-ana', conversation!.session],
		['of-bob', 'another-1'],
	] as const) {
		const attempt = await records!.begin({ runId, host: 'n8n', conversationId, withinMs: 60_000, of: { workflow: 'w', execution: '7' } });
		await records!.end(runId, {
			...{ attempt: attempt as number, state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [] },
		});
	}
	const runs = async (person: string) => {
		const { stored } = await findPerson.perform({ person }, { host, by: 'user:ana', signal });
		return stored.find(({ table }) => table === 'run')?.rows ?? 0;
	};
	expect(await runs(id)).toBe(1);
	const contact = (await contacts.find('default', id))!;
	const { receipt } = await forgetPerson({ person: id, contact, by: 'user:ana' }, host, signal);
	expect(receipt!.places).toContainEqual({ place: 'state.db run', removed: 1 });
	expect(await runs('another-1')).toBe(1);
});
