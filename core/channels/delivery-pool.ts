import type { ChannelsOfTenant, Delivery } from '../ports';
import { Pool, type PoolOptions } from './pool';
import { applyDeliveries, type DeliveryParts, takeDeliveries } from './process-deliveries';
import { FairShare } from './turns/fair-share';

/** Tenants whose deliveries are applied at the same time. Those of one tenant are: changes of its conversations run one after the other. */
const slots = 4;

/** Applies the deliveries that wait, those of one channel in the order in which they arrived, fairly among tenants and channels. */
export class DeliveryPool {
	readonly #shares = new FairShare(slots);
	readonly #busy = new Set<string>();
	readonly #pool: Pool<readonly Delivery[]>;

	constructor(
		private readonly parts: DeliveryParts,
		private readonly options: PoolOptions,
	) {
		this.#pool = new Pool(slots, (batch) => this.#apply(batch), options);
	}

	/** Begins to apply some deliveries of one tenant. @returns 0 if none wait, or their tenants are being served */
	async fill(): Promise<number> {
		return this.#pool.fill(async () => {
			const batch = await this.#take();
			return batch.length > 0 ? [batch] : [];
		});
	}

	async ended(): Promise<void> {
		return this.#pool.ended();
	}

	async #take(): Promise<readonly Delivery[]> {
		const take = (of?: ChannelsOfTenant) => takeDeliveries(this.parts, this.options.holder, of);
		const waiting = (await this.parts.deliveries.listWaiting()).filter(({ tenant }) => !this.#busy.has(tenant));
		return this.#pool.takeFairly(this.#shares, waiting, take);
	}

	async #apply(batch: readonly Delivery[]): Promise<void> {
		const { holder, signal } = this.options;
		const tenants = new Set(batch.map(({ tenant }) => tenant));
		const ends = [...new Map(batch.map((one) => [one.channel, one])).values()].map(({ tenant, channel }) =>
			this.#shares.begin({ tenant, name: channel }),
		);
		for (const tenant of tenants) this.#busy.add(tenant);
		try {
			await applyDeliveries(this.parts, batch, holder, signal);
		} finally {
			for (const tenant of tenants) this.#busy.delete(tenant);
			for (const end of ends) end();
		}
	}
}
