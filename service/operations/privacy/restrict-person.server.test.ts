import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { runMemoryTask } from '../../../providers/compose/memory/memory';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { openRecording } from '../../../test/support/crm/recording';
import { hearPerson } from '../../../test/support/privacy/hear-person';
import { optInContact } from '../contacts/contact-rights';
import { restrictPerson } from './restrict-person';

const definition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'You help.', model: { extractive: false } },
	...{ memory: { turns: 5, memories: 5 }, limits: {}, guardrails: { personalData: { types: [] } } },
};
const signal = new AbortController().signal;
const phone = '5544988880001';

let home: string;
const hostOf = (stateFolder = home) => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder, database: '', tenant: 'default' },
});
const contextOf = (stateFolder = home) => ({ host: hostOf(stateFolder), by: 'user:ana', signal });
const restrict = (more = {}, stateFolder = home) =>
	restrictPerson.perform({ person: `phone=+${phone}`, reason: 'contested', ...more }, contextOf(stateFolder));
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-restrict-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

it('lets no agent answer or recall the person, through whichever host, until it is lifted', async () => {
	const { contact, conversation } = await hearPerson(phone, [{ kind: 'text', text: 'hello' }], hostOf());
	await runMemoryTask({ operation: 'remember', person: contact, facts: [{ text: 'Drinks tea' }] }, hostOf(), signal);
	const model = scriptedChatModel('Hi.', 'Hi.');
	const run = async () =>
		runAgent(
			{ person: contact, conversationId: conversation, message: 'Hello?' },
			await composeAgent({ kind: 'inline', definition }, { ...hostOf(), model }),
			signal,
		);
	const recall = () => runMemoryTask({ operation: 'recall', person: contact }, hostOf(), signal);
	const { protocol } = await restrict();
	await expect(run()).rejects.toMatchObject({ code: 'STATE_CONFLICT', details: { protocol } });
	await expect(recall()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	expect(model.requests).toEqual([]);
	await expect(optInContact.perform({ contact, reason: 'x' }, contextOf())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	expect(await restrict({ lift: true })).toEqual({ contact, protocol, state: 'lifted' });
	expect(await run()).toMatchObject({ kind: 'reply' });
	expect(await recall()).toMatchObject({ memories: [{ text: 'Drinks tea' }] });
});

it('sends nothing of the person to the CRM', async () => {
	const crm = await openRecording();
	try {
		const { conversation } = await hearPerson(phone, [{ kind: 'text', text: 'hello' }], hostOf(crm.stateFolder));
		await restrict({}, crm.stateFolder);
		await expect(crm.record({ id: conversation })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		expect(crm.writes()).toEqual([]);
		await restrict({ lift: true }, crm.stateFolder);
		await crm.record({ id: conversation });
		expect(crm.counts()).toMatchObject({ deals: 1 });
	} finally {
		await closeOpened();
		await crm.close();
	}
});

it('refuses who is restricted already, or not, and who is nobody', async () => {
	await expect(restrict()).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
	await hearPerson(phone, [{ kind: 'text', text: 'hello' }], hostOf());
	await expect(restrict({ lift: true })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await restrict();
	await expect(restrict()).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const { rights } = await openChannels(hostOf());
	expect(await rights.list('default', { kinds: ['restriction'] }, 9)).toMatchObject([{ by: 'user:ana', settledAt: null }]);
});
