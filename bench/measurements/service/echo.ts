/**
 * Sends 10,000 messages at two providers, which report each of them as an event, some twice, while people write 1,000 messages in the same
 * conversations: new words, and copies of what the agent sent. Counts echoes that silenced the agent or that it answered, and messages of people
 * that did not silence it. Goal: 0.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../../test/contract/random/random';
import type { ChannelStores } from '../../../providers/state/channels/open-channel-stores';
import { openStoresOfHome } from '../../../test/support/channels/open-stores-of-home';
import { ChannelService } from '../../../test/package/channels/channel-service';
import { chatwootSide, type ProviderSide, zApiSide } from '../../../test/support/channels/provider-side';
import { waitUntil } from '../../../test/support/wait-until';

const echoes = Number(process.env.BENCH_ECHOES ?? 10_000);
const humanMessages = Number(process.env.BENCH_HUMAN ?? 1_000);
const seed = Number(process.env.BENCH_SEED ?? Date.now() % 1_000_000);
const agent = ['--agent', 'support'];
const patienceMs = 600_000;
/** Only customers ask this. */
const question = 'How long do I have to return it?';

interface Talk {
	side: ProviderSide;
	/** The address at the provider. */
	address: string;
	/** The ids in the store. */
	conversation: string;
	contact: string;
	/** How often a person wrote. */
	takeOvers: number;
	isBusy: boolean;
}

export async function run(): Promise<number> {
	console.log(`seed ${seed}`);
	const service = await ChannelService.start(agent);
	const stores = openStoresOfHome(service.home);
	const sides = [zApiSide(service, 300), await chatwootSide(service, 99, agent)];
	try {
		const talks = await beginTalks(service, stores, sides);
		const echoed = await talk(stores, sides, talks, new Random(seed));
		return await judge(service, stores, talks, echoed);
	} finally {
		await Promise.all([stores.close(), service.close(), ...sides.map((side) => side.close())]);
	}
}

/** Each customer asks once, and is answered. */
async function beginTalks(service: ChannelService, stores: ChannelStores, sides: ProviderSide[]): Promise<Talk[]> {
	for (const side of sides) for (const address of side.conversations) await side.write(address, question);
	const isAnswered = () =>
		sides.every((side) => new Set(side.replies().map(({ conversation }) => conversation)).size === side.conversations.length);
	await waitUntil('the first answers', isAnswered, { forMs: patienceMs, everyMs: 200, seen: () => service.log.slice(-500) });
	const known = await stores.mailbox.list('default', {}, 1_000);
	return sides.flatMap((side) =>
		side.conversations.map((address): Talk => {
			const { id, contact } = known.find((each) => each.address === address && (each.channel === 'inbox') === (side.name === 'chatwoot'))!;
			return { side, address, conversation: id, contact, takeOvers: 0, isBusy: false };
		}),
	);
}

/** @returns how many echoes came back */
async function talk(stores: ChannelStores, sides: ProviderSide[], talks: Talk[], random: Random): Promise<number> {
	let echoed = 0;
	let written = 0;
	let isOver = false;
	const echo = async (side: ProviderSide) => {
		while (!isOver) {
			echoed += await side.echo(() => (random.chance(0.1) ? 2 : 1));
			await sleep(random.between(0, 30));
		}
	};
	const isDone = () => echoed >= echoes && written >= humanMessages;
	const send = async () => {
		for (let round = 0; !isDone(); round++) {
			for (const { conversation } of talks.filter(() => random.chance(0.3))) {
				if (isDone()) return;
				const sends = random.times(1, 3, (index) => ({
					key: `${conversation} ${round} ${index}`,
					content: { kind: 'text' as const, text: `Offer ${round} ${index}: ${random.pick(['10 %', '5 %', 'free delivery'])}` },
				}));
				await stores.outbox.enqueue('default', conversation, sends, { evenIfSilent: true });
			}
			await waitUntil('some messages to go out', async () => (await countQueued(stores)) < talks.length, {
				forMs: patienceMs,
				everyMs: 50,
			});
		}
	};
	const interrupt = async () => {
		while (written < humanMessages) {
			const chosen = random.pick(talks);
			// In proportion to the echoes, so that both are mixed to the end.
			if (chosen.isBusy || written > (humanMessages * echoed) / echoes + 10) {
				await sleep(5);
				continue;
			}
			written += 1;
			await takeOver(chosen, random);
		}
	};
	const echoing = sides.map(echo);
	await Promise.all([send(), ...Array.from({ length: 4 }, interrupt)]);
	const isQuiet = async () => (await stores.outbox.queue.nextDue()) === undefined;
	await waitUntil('the outbox to be empty', isQuiet, { forMs: patienceMs, everyMs: 200 });
	isOver = true;
	await Promise.all(echoing);
	for (const side of sides) echoed += await side.echo();
	return echoed;
}

const countQueued = async (stores: ChannelStores) => (await stores.outbox.list('default', { state: 'queued' }, 10_000)).length;

/** A person writes, perhaps the same as the agent, and gives the conversation back. */
async function takeOver(chosen: Talk, random: Random): Promise<void> {
	const { side, address } = chosen;
	chosen.isBusy = true;
	const sent = side.replies().filter(({ conversation }) => conversation === address);
	const text = random.chance(0.5) ? random.pick(sent).text : `Ana here, about ${random.between(1, 1_000_000)}.`;
	chosen.takeOvers += 1;
	await side.writeAsPerson(address, text);
	await sleep(random.between(0, 50));
	await side.writeAsPerson(address, '/bot on');
	chosen.isBusy = false;
}

async function judge(service: ChannelService, stores: ChannelStores, talks: Talk[], echoed: number): Promise<number> {
	const isApplied = async () => (await stores.receipts.list('default', { state: 'received' }, 1)).length === 0;
	await waitUntil('all webhooks to be applied', isApplied, { forMs: patienceMs, everyMs: 200 });
	let wrong = 0;
	let missed = 0;
	let written = 0;
	for (const { contact, takeOvers } of talks) {
		const changes = await stores.contacts.readChanges('default', contact);
		const silenced = changes.filter(({ kind, details }) => kind === 'mode' && details.to === 'person').length;
		wrong += Math.max(0, silenced - takeOvers);
		missed += Math.max(0, takeOvers - silenced);
		written += takeOvers;
	}
	// An echo that was taken for a customer's message would be answered.
	const answered = service.model.calls.filter(({ body }) => {
		// The service also asks which models there are.
		const { messages } = body as { messages?: Array<{ role: string; content: string }> };
		return messages !== undefined && !messages.findLast(({ role }) => role === 'user')?.content.includes(question);
	}).length;
	console.log(`${talks.length} conversations, ${echoed} echoes, ${written} messages of people`);
	console.log(`wrong reactions: ${wrong} silenced, ${answered} answered; missed take-overs: ${missed}`);
	return wrong + answered + missed;
}
