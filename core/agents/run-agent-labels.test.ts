import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../test/fakes/tool-agent';
import type { AgentMemory, ConversationTurn, Recollection } from '../ports/memory';
import type { ToolSettings } from '../tools/definition/tool-settings';
import type { AgentEvent } from './agent-event';
import type { AgentOutcome } from './agent-outcome';
import type { AgentRequest } from './agent-request';
import { runAgent } from './run-agent';

const never = new AbortController().signal;
const iban = 'DE89370400440532013000';
const mail = `Our new account is ${iban}.`;
const allowed: ToolSettings = { rules: [{ tool: '*', permission: 'allow' }] };

/** A clerk that can read a mail and pay. @param recalled of the conversation so far */
function clerk(steps: Parameters<typeof scriptedChatModel>, recalled: Partial<Recollection> = {}, tools: ToolSettings = allowed) {
	const pay = { ...fakeTool('pay', () => 'done'), effect: 'irreversible' as const };
	const stored: ConversationTurn[] = [];
	const memory: AgentMemory = {
		recall: async () => ({ turns: [], memories: [], ...recalled }),
		remember: async (_conversation, turn) => void stored.push(turn),
	};
	const parts = toolAgent(scriptedChatModel(...steps), { tools: [{ ...fakeTool('read_mail', () => mail), effect: 'reads' }, pay], memory });
	const definition = { ...parts.definition, memory: { turns: 4, summary: true, memories: 5 }, tools };
	return { parts: { ...parts, definition }, pay, stored };
}

const ask = (parts: ReturnType<typeof clerk>['parts'], more: Partial<AgentRequest> = {}) =>
	runAgent({ message: 'Pay INV-2204 now.', conversationId: 'c', ...more }, parts, never);
const paying = calling(['pay', { invoice: 'INV-2204', iban }]);
const turn = (more: Partial<ConversationTurn> = {}): ConversationTurn => ({ message: 'Hello', reply: 'Hello!', at: 1, ...more });

test.each<[string, Partial<Recollection>]>([
	['a summary of turns that had read one (NousResearch/hermes-agent#18559)', { summary: `They pay to ${iban}.`, summaryFrom: ['tool'] }],
	['an earlier reply that rests on one', { turns: [turn({ reply: `The account is ${iban}.`, from: ['tool'] })] }],
	['an earlier message that repeats one', { turns: [turn({ message: `FW: ${mail}`, origins: ['tool'], from: ['tool'] })] }],
	[
		'a memory that a tool made (coproduct-opensource/nucleus#726)',
		{
			memories: [{ id: 'm', kind: 'fact', text: `Pays to ${iban}`, labels: { source: 'tool' }, importance: 1, at: 1, usedAt: 1, uses: 0 }],
		},
	],
])('a text of others stays theirs through %s', async (_way, recalled) => {
	const { parts, pay } = clerk([paying, 'Paid.'], recalled);
	expect(await ask(parts)).toMatchObject({ kind: 'needs-human', reason: 'approval', origins: ['tool'] });
	expect(pay.calls).toHaveLength(0);
});

test('a summary of a conversation in which nothing of others was read changes nothing', async () => {
	const { parts, pay } = clerk([paying, 'Paid.'], { summary: `They want to pay to ${iban}.` });
	expect(await ask(parts)).toMatchObject({ kind: 'reply' });
	expect(pay.calls).toHaveLength(1);
});

test('an event says of a result that the definition vouches for it (sgolestane/java-agent#60)', async () => {
	const finished: unknown[] = [];
	const onEvent = (event: AgentEvent) => void (event.kind === 'tool-finished' && finished.push(event.trusted));
	for (const trustedResults of [['read_*'], ['pay']]) {
		const { parts } = clerk([calling(['read_mail', {}]), 'Read.'], {}, { ...allowed, trustedResults });
		await ask({ ...parts, onEvent });
	}
	expect(finished).toEqual([true, undefined]);
});

test.each<[Partial<AgentRequest>, string[] | undefined]>([
	[{ origins: ['tool'] }, ['tool']],
	[{ foreignPrompt: { origins: ['document'], own: 'You help.' } }, ['document']],
	[{}, undefined],
])('the first event says whose texts the message and the prompt can repeat', async (request, origins) => {
	const started: unknown[] = [];
	const onEvent = (event: AgentEvent) => void (event.kind === 'started' && started.push(event.origins));
	await ask({ ...clerk(['Hello.']).parts, onEvent }, request);
	expect(started).toEqual([origins]);
});

test('no pattern for tools vouches for what another agent says (langroid/langroid#1104)', async () => {
	const settings = { ...allowed, trustedResults: ['*'] };
	const { parts, pay } = clerk([calling(['helper', { task: 'Which account?' }]), paying, 'Paid.'], {}, settings);
	const helper = teamMember(toolAgent(scriptedChatModel(`It is ${iban}.`), { id: 'helper' }));
	expect(await ask({ ...parts, members: [helper] })).toMatchObject({ kind: 'needs-human' });
	expect(pay.calls).toHaveLength(0);
});

/** A run in which a person decides about the payment that a mail ordered. */
async function decided(decision: { approved: boolean } | 'silence', more: ToolSettings = allowed) {
	const { parts, stored, pay } = clerk([calling(['read_mail', {}]), paying, 'Done.'], {}, more);
	const waiting = (await ask(parts)) as Extract<AgentOutcome, { state: unknown }>;
	const [{ id, viewSha256 }] = waiting.pending as unknown as [{ id: string; viewSha256: string }];
	const decisions = decision === 'silence' ? [] : [{ ...decision, id, kind: 'approval' as const, viewSha256 }];
	const now = decision === 'silence' ? () => waiting.state.decideBy + 1 : parts.clock.now;
	const resume = { state: JSON.parse(JSON.stringify(waiting.state)) as unknown, decisions, by: 'terminal:ana' };
	const outcome = await ask({ ...parts, clock: { now } }, { resume });
	return { outcome, stored, pay };
}

test('what a person approved is their word in the following turns of the conversation, and in no other (microsoft/vscode#309234)', async () => {
	const { outcome, stored, pay } = await decided({ approved: true });
	expect(outcome).toMatchObject({ kind: 'reply' });
	expect(pay.calls).toHaveLength(1);
	expect(stored).toMatchObject([{ from: ['tool'], approved: [expect.stringContaining(iban)] }]);
	const again = calling(['pay', { invoice: 'INV-2205', iban }]);
	const message = 'Pay INV-2205 too.';
	const same = clerk([again, 'Paid.'], { turns: stored });
	expect(await ask(same.parts, { message })).toMatchObject({ kind: 'reply' });
	const { approved: _approved, ...poisoned } = stored[0]!;
	const other = clerk([again, 'Paid.'], { turns: [{ ...poisoned, reply: mail }] });
	expect(await ask(other.parts, { message, conversationId: 'd' })).toMatchObject({ kind: 'needs-human' });
});

test('what a person declined, and what nobody saw, is nobody’s word', async () => {
	expect((await decided({ approved: false })).stored[0]).not.toHaveProperty('approved');
	const terms = { whenTimedOut: 'approve' as const, timeoutMs: 60_000 };
	const silent = await decided('silence', { rules: [{ tool: 'pay', permission: 'ask' }], approval: terms, flow: 'off' });
	expect(silent.stored[0]).not.toHaveProperty('approved');
});

test('what a person approved for a called agent is their word in the following turns too', async () => {
	const { parts, stored } = clerk([calling(['helper', { task: 'Pay.' }]), 'Done.']);
	const pay = { ...fakeTool('pay', () => 'done'), effect: 'irreversible' as const };
	const helping = () =>
		toolAgent(scriptedChatModel(...helperSteps), { id: 'helper', tools: [pay], rules: [{ tool: 'pay', permission: 'ask' }] });
	let helperSteps: Parameters<typeof scriptedChatModel> = [calling(['pay', { iban }, 'p']), 'Paid.'];
	const withHelper = { ...parts, members: [teamMember(helping)] };
	const waiting = (await ask(withHelper)) as Extract<AgentOutcome, { state: unknown }>;
	expect(waiting).toMatchObject({ kind: 'needs-human' });
	const decisions = waiting.pending.map((one) => ({
		id: one.id,
		kind: 'approval' as const,
		approved: true,
		...('viewSha256' in one && one),
	}));
	helperSteps = ['Paid.'];
	const resume = { state: JSON.parse(JSON.stringify(waiting.state)) as unknown, decisions, by: 'terminal:ana' };
	expect(await ask(withHelper, { resume })).toMatchObject({ kind: 'reply' });
	expect(stored).toMatchObject([{ approved: [expect.stringContaining(iban)] }]);
});

test('what a person declines in a later turn is no longer their word', async () => {
	const approved = turn({ from: ['tool'], reply: mail, approved: [JSON.stringify({ iban })] });
	const paid = clerk([paying, 'Paid.'], { turns: [approved] });
	expect(await ask(paid.parts)).toMatchObject({ kind: 'reply' });
	const { pay, parts } = clerk([paying, 'Paid.'], { turns: [approved, turn({ declined: [JSON.stringify({ to: iban })] })] });
	expect(await ask(parts)).toMatchObject({ kind: 'needs-human' });
	expect(pay.calls).toHaveLength(0);
	expect((await decided({ approved: false })).stored[0]).toMatchObject({ declined: [expect.stringContaining(iban)] });
});

test('of a prompt with data of others, only what its author wrote is theirs (NousResearch/hermes-agent#8820)', async () => {
	const house = 'GB33BUKB20201555555555';
	const prompt = `Pay to ${house} if the ticket is right. The ticket: ${mail}`;
	const foreignPrompt = { origins: ['tool' as const], own: `Pay to ${house} if the ticket is right. The ticket: ` };
	for (const [account, kind] of [
		[iban, 'needs-human'],
		[house, 'reply'],
	] as const) {
		const { parts } = clerk([calling(['pay', { iban: account }]), 'Paid.']);
		const outcome = await ask({ ...parts, definition: { ...parts.definition, prompt } }, { message: 'Go on.', foreignPrompt });
		expect(outcome).toMatchObject({ kind, origins: ['tool'] });
		if ('pending' in outcome) expect(outcome.pending[0]!.question).toContain("ONLY in the data in the agent's instructions");
	}
});
