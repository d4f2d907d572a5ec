import { isTroupeError } from '../../core/base/errors';
import { countNouns } from '../../core/base/text/count-nouns';
import type { ChannelBacklog, ChannelRecords } from '../../core/ports/channels/channel-records';
import { type ChannelStates, goodStates } from '../../core/ports/channels/channel-states';
import { type Clock, systemClock } from '../../core/ports/host';
import { withTimeout, probeMs } from '../with-timeout';

const lookEveryMs = 60_000;
/** Age by which a turn or message is usually done or given up. */
const longMs = 20 * 60_000;

/** Reports channel work that waits for a person: given up, or taken by no process. */
export class ChannelWarnings {
	#lookAt = -Infinity;
	#warnings: string[] = [];

	constructor(
		private readonly parts: { channels: Pick<ChannelRecords, 'list' | 'readBacklog'>; states: Pick<ChannelStates, 'list'> },
		private readonly clock: Clock = systemClock,
	) {}

	/** At most a minute old. An unreadable state is its own check's report. */
	async list(): Promise<string[]> {
		if (this.clock.now() < this.#lookAt) return this.#warnings;
		this.#lookAt = this.clock.now() + lookEveryMs;
		try {
			this.#warnings = (await withTimeout(this.#look(), probeMs, 'Reading what waits at channels')) ?? [];
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			this.#warnings = [];
		}
		return this.#warnings;
	}

	async #look(): Promise<string[]> {
		const { channels, states } = this.parts;
		const backlog = await channels.readBacklog();
		const late = backlog.filter(({ what, oldestMs }) => what !== 'conversation' && !isGivenUp(what) && oldestMs >= longMs);
		const failing = (await states.list()).filter(({ state }) => !goodStates.includes(state));
		const paused = late.length + failing.length === 0 ? [] : (await channels.list()).filter(({ state }) => state === 'paused');
		const isActive = (of: { tenant: string; channel: string }) =>
			!paused.some(({ tenant, name }) => tenant === of.tenant && name === of.channel);
		const waiting = late.filter(isActive);
		const { account: down = [], agent: away = [], needs: lacking = [] } = Object.groupBy(failing.filter(isActive), ({ part }) => part);
		const givenUp = backlog.filter(({ what }) => isGivenUp(what));
		const customers = backlog.filter(({ what }) => what === 'conversation');
		const moreThan = `more than ${longMs / 60_000} minutes`;
		return [
			...(givenUp.length > 0
				? [
						`Given up at ${describe(givenUp)}. \`troupe channel log NAME --state dead\` lists them, and \`troupe channel replay NAME --dead\` tries them again.`,
					]
				: []),
			...(waiting.length > 0
				? [`Waiting for ${moreThan} at ${describe(waiting)}. The metric troupe_channel_waiting names the tenants and channels.`]
				: []),
			...(customers.length > 0
				? [
						`Customers who wait longer than their channel allows, at ${describe(customers)}. \`troupe conversation list --waiting\` lists them.`,
					]
				: []),
			...(down.length > 0 ? [`Accounts of channels that are not connected: ${down.length}. \`troupe channel list\` names them.`] : []),
			...(away.length > 0 ? [`Channels whose agent cannot answer: ${away.length}. \`troupe channel list\` says why.`] : []),
			...(lacking.length > 0
				? [`Channels that lack something their answers need, such as a key: ${lacking.length}. \`troupe channel test NAME\` says what.`]
				: []),
		];
	}
}

const isGivenUp = (what: ChannelBacklog['what']): boolean => what.startsWith('given-up');

function describe(backlog: ChannelBacklog[]): string {
	const channels = new Set(backlog.map(({ tenant, channel }) => JSON.stringify([tenant, channel]))).size;
	const counts = new Map<string, number>();
	for (const { what, count } of backlog) counts.set(what, (counts.get(what) ?? 0) + count);
	const nouns = [...counts].map(([what, count]) => countNouns(count, what.replace('given-up ', '')));
	return `${countNouns(channels, 'channel')}: ${nouns.join(', ')}`;
}
