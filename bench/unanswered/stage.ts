/** Seven channels of one service of two processes, with a desk, as their own agent answers them. */
import { chatwootAccount, chatwootWebhooks, signChatwoot } from '../../sandbox/fakes/channels/chatwoot-server';
import { startChatwootServer } from '../../sandbox/fakes/channels/chatwoot-server';
import type { FakeReply } from '../../sandbox/fakes/fake-server';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { ChannelService } from '../../test/package/channels/channel-service';
import { telegramSide, webhookSide } from '../../test/support/channels/plain-sides';
import { chatwootSide, deliver, zApiSide } from '../../test/support/channels/provider-side';
import { cloudSide, evolutionSide, wahaSide } from '../../test/support/channels/whatsapp-sides';
import type { Scene } from './scene';
import { findWords } from './talk';

export interface Stage extends Omit<Scene, 'faults'> {
	sides: Awaited<ReturnType<typeof openSides>>;
	/** Replaces the answers of the model, such as by a fault. */
	model: { fault: FakeReply | undefined };
	/** Delivers what people did at the desk. */
	tellOfDesk(webhook: object): Promise<void>;
}

export type SideName = keyof Stage['sides'];
export const allSides: readonly SideName[] = ['z-api', 'cloud', 'evolution', 'waha', 'telegram', 'webhook', 'chatwoot'];
/** How many the stand-in of an inbox has. */
const inboxConversations = 99;
export const waits = ['--agent-wait', '1m', '--person-wait', '1m'];
const agentAlone = ['--agent', 'lia', '--hand-over', ...waits];
const agentWithDesk = [...agentAlone, '--desk', 'people'];
export const wish = 'I want to talk to a person, please.';

/** @param count of customers at each provider at most */
export async function openStage(count: number): Promise<Stage> {
	const desk = await startChatwootServer();
	let deskPath = '';
	const model: Stage['model'] = { fault: undefined };
	const service = await ChannelService.start(agentWithDesk, {
		processes: 2,
		respond: (chat) => model.fault ?? answer(chat),
		async prepare(prepared) {
			await prepared.troupe(['agent', 'new', 'lia']);
			deskPath = await addDesk(prepared, desk.url);
		},
	});
	const sides = await openSides(service, count);
	return {
		service,
		desk,
		sides,
		model,
		tellOfDesk: (webhook) => {
			const headers = () => signChatwoot(Buffer.from(JSON.stringify(webhook)), Date.now());
			return deliver(service, () => `${service.url}${deskPath}`, webhook, headers);
		},
		async close() {
			await Promise.all([service.close(), desk.close(), ...Object.values(sides).map((side) => side.close())]);
		},
	};
}

/** Adds the inbox "people" of Chatwoot. @returns the path of its address */
export async function addDesk(service: ChannelService, baseUrl: string): Promise<string> {
	const { accountId, inboxId, accessToken, webhookSecret } = chatwootAccount;
	await service.troupe(['credentials', 'add', 'desk', '--type', 'chatwoot'], JSON.stringify({ accessToken, webhookSecret }));
	const settings = Object.entries({ accountId, inboxId, baseUrl }).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
	return service.addChannel('people', ['-p', 'chatwoot', '-c', 'desk', ...settings]);
}

async function openSides(service: ChannelService, count: number) {
	return {
		'z-api': zApiSide(service, count),
		cloud: await cloudSide(service, count, agentWithDesk),
		evolution: await evolutionSide(service, count, agentWithDesk),
		waha: await wahaSide(service, count, agentWithDesk),
		telegram: await telegramSide(service, count, agentWithDesk),
		webhook: await webhookSide(service, count, agentWithDesk),
		chatwoot: await chatwootSide(service, Math.min(count, inboxConversations), agentAlone),
	};
}

/** Repeats the words of the last message. Who wants a person gets one. */
export const answer: FakeResponder = ({ messages }) => {
	const place = messages.findLastIndex(({ role }) => role === 'user');
	const asked = messages[place]?.content ?? '';
	if (asked.includes(wish) && place === messages.length - 1)
		return { text: '', calls: [{ name: 'hand_over', input: { reason: 'The customer wants a person.' } }] };
	return { text: `Noted: ${findWords(asked).join(' ')}. It is 30 days.`, delayMs: 100 };
};

/** The number of a customer's conversation at the desk. */
export function findAtDesk({ desk }: Pick<Stage, 'desk'>, phone: string): number | undefined {
	const contact = desk.contacts.find((each) => each['phone_number'] === `+${phone}`)?.['id'];
	return [...desk.conversations].find(([, conversation]) => contact !== undefined && conversation.contact === contact)?.[0];
}

/** A person answers at the desk and resolves the conversation. */
export async function resolveAtDesk(stage: Stage, number: number, text: string): Promise<void> {
	const of = { id: number, inbox_id: Number(chatwootAccount.inboxId), status: 'open', meta: { sender: { id: 1 }, assignee: null } };
	await stage.tellOfDesk(chatwootWebhooks.outgoing(text, { conversation: of }));
	await stage.tellOfDesk({ ...chatwootWebhooks.status('resolved'), ...of, status: 'resolved' });
}
