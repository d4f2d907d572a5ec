import { isAwayHere } from '../../core/channels/retry-or-give-up';
import type { TroupeError } from '../../core/base/errors';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';

const awayMs = 10_000;
const tellAgainMs = 60_000;
const maxChannels = 10_000;

type Named = Pick<ChannelRecord, 'tenant' | 'name'>;

/** Channels whose agent is not runnable here at present. Other processes of the same state take their turns. */
export class AwayAgents {
	readonly #until = new Map<string, number>();

	/** @param tell called when an agent begins to be away */
	constructor(
		private readonly now: () => number,
		private readonly tell: (channel: Named, fault: TroupeError) => void,
	) {}

	has(channel: Named): boolean {
		return this.now() < (this.#until.get(keyOf(channel)) ?? -Infinity);
	}

	note(channel: Named, cause: unknown): void {
		if (!isAwayHere(cause)) return;
		const key = keyOf(channel);
		const now = this.now();
		if (now - (this.#until.get(key) ?? -Infinity) >= tellAgainMs) this.tell(channel, cause);
		if (this.#until.size >= maxChannels) this.#until.clear();
		this.#until.set(key, now + awayMs);
	}
}

const keyOf = ({ tenant, name }: Named): string => JSON.stringify([tenant, name]);
