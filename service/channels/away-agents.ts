import { isAwayHere } from '../../core/channels/retry-or-give-up';
import type { TroupeError } from '../../core/base/errors';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';

/** The time after which this process tries the agent again. */
const awayMs = 10_000;
/** An agent that was here for this long is reported again. */
const tellAgainMs = 60_000;
const maxChannels = 10_000;

type Named = Pick<ChannelRecord, 'tenant' | 'name'>;

/** The channels whose agent this process cannot run at present. Other processes that share the state take their turns meanwhile. */
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

	/** Notes why a turn failed, if the reason is that the agent is not here. */
	note(channel: Named, cause: unknown): void {
		if (!isAwayHere(cause)) return;
		const [key, now] = [keyOf(channel), this.now()];
		if (now - (this.#until.get(key) ?? -Infinity) >= tellAgainMs) this.tell(channel, cause);
		if (this.#until.size >= maxChannels) this.#until.clear();
		this.#until.set(key, now + awayMs);
	}
}

const keyOf = ({ tenant, name }: Named): string => JSON.stringify([tenant, name]);
