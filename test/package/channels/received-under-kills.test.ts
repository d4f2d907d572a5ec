/** A provider delivers again what was not acknowledged: nothing that was is missing, and nothing is there twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../contract/random/random';
import type { ChannelStores } from '../../../providers/state/channels/open-channel-stores';
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { openStoresOfHome } from '../../support/channels/open-stores-of-home';
import { waitUntil } from '../../support/wait-until';
import { ChannelService } from './channel-service';

const kills = 3;
const customers = 24;
const maxLifeMs = 1_500;
const limitMs = 600_000;
/** Decides when each kill comes, as far as the machine allows: TROUPE_KILL_SEED repeats a run. */
const seed = Number(process.env.TROUPE_KILL_SEED ?? Date.now() % 1_000_000);

test(
	`a service that is killed ${kills} times while it receives, seed ${seed}, has all that it acknowledged, once and in order`,
	async () => {
		const random = new Random(seed);
		const service = await ChannelService.start(['--max-messages', '10000']);
		const stores = openStoresOfHome(service.home);
		const stream = new Stream(service);
		try {
			const writing = stream.write();
			for (let kill = 1; kill <= kills; kill++) {
				const before = stream.acknowledged;
				await waitUntil('messages to be acknowledged', () => stream.acknowledged > before, { forMs: limitMs });
				await sleep(random.between(0, maxLifeMs));
				await service.kill();
				await service.serve();
			}
			stream.end();
			await writing;
			expect(stream.interrupted).toBeGreaterThanOrEqual(kills);
			await allApplied(stores);
			expect(await readStored(stores)).toEqual(stream.sent);
		} finally {
			stream.end();
			await Promise.all([stores.close(), service.close()]);
		}
	},
	limitMs,
);

/** Customers who write one message after the other, each delivered until it is acknowledged. */
class Stream {
	acknowledged = 0;
	interrupted = 0;
	/** What each customer wrote, by phone number. */
	readonly sent: Record<string, string[]> = {};
	#isOver = false;

	constructor(private readonly service: ChannelService) {}

	async write(): Promise<void> {
		await Promise.all(Array.from({ length: customers }, (_, index) => this.#writeAs(`55449${10_000_000 + index}`)));
	}

	end(): void {
		this.#isOver = true;
	}

	async #writeAs(phone: string): Promise<void> {
		const texts: string[] = (this.sent[phone] = []);
		while (!this.#isOver) {
			const text = `message ${texts.length + 1}`;
			const webhook = zApiWebhooks.text(text, { phone, momment: Date.now() });
			while (!(await this.#isAcknowledged(webhook))) await sleep(20);
			texts.push(text);
			this.acknowledged += 1;
		}
	}

	async #isAcknowledged(webhook: object): Promise<boolean> {
		try {
			const { status } = await this.service.post(webhook);
			return status === 200;
		} catch {
			this.interrupted += 1;
			return false;
		}
	}
}

async function allApplied({ receipts }: ChannelStores): Promise<void> {
	const isApplied = async () => (await receipts.list('default', { state: 'received' }, 1)).length === 0;
	await waitUntil('all webhooks to be applied', isApplied, { forMs: limitMs, everyMs: 200 });
	expect(await receipts.list('default', { state: 'dead' }, 1)).toEqual([]);
}

/** What the conversations contain, by the provider's time. What a killed process had begun is applied after what came next. */
async function readStored({ mailbox }: ChannelStores): Promise<Record<string, string[]>> {
	const stored: Record<string, string[]> = {};
	for (const { id, address } of await mailbox.list('default', {}, customers + 1)) {
		const messages = await mailbox.readMessages('default', id, 100_000);
		stored[address] = messages.map(({ content: [first] }) => (first?.kind === 'text' ? first.text : ''));
	}
	return stored;
}
