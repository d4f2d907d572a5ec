/** Lets a person write, be answered, be handed over and be remembered, with values that are found wherever they are stored. */
import { runAgent } from '../../../core/agents/run-agent';
import { defaultHandOverSettings } from '../../../core/ports/channels/hand-overs';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import type { Host } from '../../../providers/compose/hosts/host';
import { runMemoryTask } from '../../../providers/compose/memory/memory';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../fakes/tool-agent';
import { endReceipts, takeReceipts } from '../channels/take-receipts';
import { takeTurn } from '../channels/take-turn';

const tenant = 'default';
const leaseMs = 60_000;

/** Everything that is found nowhere but where the register says so. */
export const valuesOf = (who: string) => ({
	phone: `55449888${10_000 + [...who].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 90_000, 0)}`,
	mail: `${who}qz@example.com`,
	name: `${who}qzname`,
	said: `${who}qzsaid`,
	answered: `${who}qzanswered`,
	noted: `${who}qznoted`,
	sentId: `${who}qzsent`,
	desk: `${who}qzdesk`,
	deal: `${who}qzdeal`,
	campaign: `${who}qzcampaign`,
	request: `${who}qzrequest`,
	consent: `${who}qzconsent`,
	withdrawal: `${who}qzwithdrawal`,
});

const definition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'You help.', model: { extractive: false } },
	memory: { turns: 5, memories: 5 },
	tools: {
		rules: [
			{ tool: 'send', permission: 'ask' },
			{ tool: 'look', permission: 'allow' },
		],
	},
	guardrails: {
		personalData: { types: ['EMAIL_ADDRESS'] },
		policy: {
			id: 'rules',
			checks: [
				{ check: 'pattern', patterns: ['qz'], stages: ['input'], action: 'log' },
				{ check: 'question-streak', most: 5, action: 'log' },
			],
		},
	},
	limits: {},
};

/** @returns the id of the contact */
export async function fillWithPerson(who: string, host: Host & { stateFolder: string }): Promise<string> {
	const values = valuesOf(who);
	const { mailbox, outbox, receipts, handOvers, conversations, deals, rights } = await openChannels(host);
	const accept = (key: string) =>
		receipts.accept({
			tenant,
			channel: 'sales',
			key,
			stored: JSON.stringify({ from: values.phone, text: values.request }),
			receivedAt: Date.now(),
		});
	await accept(`${values.phone} 1`);
	const work = (await takeReceipts(receipts))!;
	const rules = { ...defaultMailboxRules, quietMs: 0, maxQuietMs: 0 };
	const write = (id: string, text: string) =>
		mailbox.apply(
			{
				...{ kind: 'message', key: id, id, address: values.phone, at: Date.now(), author: 'contact', name: values.name },
				content: [{ kind: 'text', text, origin: { via: 'ad', title: values.campaign } }],
				contact: [{ kind: 'phone', value: values.phone, proof: 'provider' }],
			},
			{ tenant, channel: 'sales', receipt: work.content[0]!.id },
			rules,
		);
	const applied = (await write(`wamid.${values.phone}`, `${values.said} at ${values.mail}`)) as { contact: string; conversation: string };
	const { contact, conversation } = applied;
	const [purpose, by, at] = ['marketing', 'user:test', Date.now()];
	await rights.grantConsent(tenant, contact, { purpose, basis: 'consent', way: 'form', reference: values.consent, by, at });
	await rights.withdrawConsent(tenant, contact, { purpose, way: 'spoken', reason: values.withdrawal, by, at });
	await endReceipts(receipts, work);
	await accept(`${values.phone} 2`);

	const turn = (await takeTurn(mailbox, 'test', leaseMs))!;
	await mailbox.beginEffects(turn, 'test');
	await outbox.enqueue(tenant, conversation, [{ key: `${turn.id} 1`, content: { kind: 'text', text: values.answered } }]);
	const [sent] = await outbox.queue.take('test', { max: 1, leaseMs });
	await outbox.note(sent!, { kind: 'sent', messageIds: [values.sentId] });
	await conversations.addNote(tenant, conversation, { kind: 'note', by: 'user:bia', text: values.noted, desk: null });
	await handOvers.begin(tenant, conversation, {
		...{ key: `${turn.id} h`, reason: values.said, language: 'pt', by: 'agent', lastWords: [], pauseMs: null },
		...{ summary: { name: values.name, need: values.said }, settings: { ...defaultHandOverSettings, desk: 'sales' } },
	});
	await handOvers.link(tenant, 'sales', conversation, values.desk, { relays: true });
	await deals.add(tenant, conversation, { account: 'crm', id: values.deal });
	await write(`wamid.${values.phone}.2`, 'apague meus dados');

	await answer(who, contact, conversation, host);
	return contact;
}

/** An agent answers, once to the end and once until it waits for a person, and remembers. */
async function answer(who: string, person: string, conversationId: string, host: Host): Promise<void> {
	const { said, answered, mail } = valuesOf(who);
	const never = new AbortController().signal;
	const remember = (task: object) => runMemoryTask({ person, ...task }, host, never);
	await remember({ operation: 'remember', facts: [said], conversation: conversationId, turn: { message: said, reply: answered } });
	const model = scriptedChatModel(calling(['look', { at: said }]), `Is it ${answered}?`, calling(['send', { text: said }, 'p']));
	const tools = [fakeTool('send'), fakeTool('look', () => answered)];
	const agent = { ...(await composeAgent({ kind: 'inline', definition }, { ...host, model })), tools };
	for (const run of [1, 2])
		await runAgent({ person, conversationId, runId: `run ${run} of ${person}`, message: `${said} by ${mail}?` }, agent, never);
}
