import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../contract/random/random';
import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';
import { ChannelService } from '../../package/channels/channel-service';
import { waitUntil } from '../wait-until';
import { openStoresOfHome } from './open-stores-of-home';
import { chatwootSide, type ProviderSide, zApiSide } from './provider-side';

export interface KilledMailbox {
	/** Messages that customers wrote, and replies that they got. */
	messages: number;
	replies: number;
	/** Words that no reply answered, and that no list shows. */
	lost: string[];
	/** Words that two replies answered. */
	doubled: string[];
	/** Words of replies with an unknown outcome, which are listed for a person: the provider cannot be asked. */
	unknown: string[];
}

/** A word stands for a message: the reply repeats all words that it answers. Letters only, so that nothing masks it. */
const wordPattern = /\bq[a-z]{9}\b/g;
const findWords = (text: string): string[] => text.match(wordPattern) ?? [];
const letters = 'abcdefghijklmnopqrstuvwxyz';

const maxLifeMs = 4_000;
const maxModelMs = 400;
/** Customers of this test write more than people do. */
const agent = ['--agent', 'shop', '--max-messages', '10000'];
/** Beyond all leases, and the last look-up of an unknown message. */
const settleMs = 8 * 60_000;

/**
 * Kills `troupe serve` while customers write bursts at two providers, restarts it each time, and compares what customers wrote with what they got.
 * @param conversations at each provider
 */
export async function killMailbox({
	kills,
	seed,
	conversations,
	onKill,
}: {
	kills: number;
	seed: number;
	conversations: number;
	onKill?: (kill: number) => void;
}): Promise<KilledMailbox> {
	const random = new Random(seed);
	const service = await ChannelService.start(agent, { respond: answerWords(new Random(seed + 1)) });
	const sides: ProviderSide[] = [];
	const stream = new BurstStream(sides, new Random(seed + 2));
	try {
		sides.push(zApiSide(service, conversations), await chatwootSide(service, conversations, agent));
		stream.start();
		for (let kill = 1; kill <= kills; kill++) {
			await sleep(random.between(0, maxLifeMs));
			await service.kill();
			onKill?.(kill);
			await service.serve();
		}
		await stream.stop();
		return await settle(service, sides, stream.written);
	} finally {
		stream.abandon();
		await Promise.all([service.close(), ...sides.map((side) => side.close())]);
	}
}

/** Repeats the words of the last message, after a moment in which the process can be killed. */
function answerWords(random: Random): FakeResponder {
	return ({ messages }) => {
		const asked = messages.findLast(({ role }) => role === 'user')?.content ?? '';
		return { text: `Noted: ${findWords(asked).join(' ')}. Within 30 days. [1]`, delayMs: random.between(0, maxModelMs) };
	};
}

/** Customers who write bursts, and providers that report what was sent. */
class BurstStream {
	/** Words of acknowledged messages. */
	readonly written: Array<{ side: ProviderSide; word: string }> = [];
	#isOver = false;
	#isAbandoned = false;
	#running: Array<Promise<void>> = [];

	constructor(
		private readonly sides: ProviderSide[],
		private readonly random: Random,
	) {}

	start(): void {
		for (const side of this.sides) this.#running.push(this.#write(side));
		void this.#echo();
	}

	async stop(): Promise<void> {
		this.#isOver = true;
		await Promise.all(this.#running);
	}

	abandon(): void {
		this.#isOver = true;
		this.#isAbandoned = true;
	}

	async #write(side: ProviderSide): Promise<void> {
		while (!this.#isOver) {
			const conversation = this.random.pick(side.conversations);
			for (const word of this.random.times(1, 5, () => this.#newWord())) {
				await side.write(conversation, `How long do I have to return it? ${word}`);
				this.written.push({ side, word });
			}
			await sleep(this.random.between(0, 300));
		}
	}

	async #echo(): Promise<void> {
		while (!this.#isAbandoned) {
			await Promise.all(this.sides.map((side) => side.echo())).catch(() => undefined);
			await sleep(20);
		}
	}

	#newWord(): string {
		return `q${Array.from({ length: 9 }, () => this.random.pick([...letters])).join('')}`;
	}
}

async function settle(service: ChannelService, sides: ProviderSide[], written: BurstStream['written']): Promise<KilledMailbox> {
	const stores = openStoresOfHome(service.home);
	try {
		const readUnknown = async () => {
			const sends = await stores.outbox.list('default', { state: 'unknown' }, 10_000);
			return new Set(sends.flatMap(({ content }) => (content.kind === 'text' ? findWords(content.text) : [])));
		};
		const open = async () => {
			const [answered, unknown] = [new Set(answers(sides)), await readUnknown()];
			return written.filter(({ side, word }) => !answered.has(word) && (side.canLookUp || !unknown.has(word)));
		};
		// Whatever is missing after that is lost.
		await waitUntil('all replies', async () => (await open()).length === 0, { forMs: settleMs, everyMs: 500 }).catch(() => undefined);
		// What was repeated by mistake could still be on its way.
		await waitUntil('an empty outbox', async () => (await stores.outbox.queue.nextDue()) === undefined, { forMs: settleMs, everyMs: 500 });
		const all = answers(sides);
		const answered = new Set(all);
		const unknown = await readUnknown();
		return {
			messages: written.length,
			replies: sides.reduce((sum, side) => sum + side.replies().length, 0),
			lost: (await open()).map(({ word }) => word),
			doubled: all.filter((word, index) => all.indexOf(word) !== index),
			unknown: written.flatMap(({ side, word }) => (unknown.has(word) && !answered.has(word) && !side.canLookUp ? [word] : [])),
		};
	} finally {
		await stores.close();
	}
}

const answers = (sides: ProviderSide[]): string[] => sides.flatMap((side) => side.replies().flatMap(({ text }) => findWords(text)));
