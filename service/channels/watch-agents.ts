import type { TroupeError } from '../../core/base/errors';
import type { ChannelParts } from '../../core/channels/channel-parts';
import type { ChannelPartState } from '../../core/ports/channels/channel-states';
import { type Lack, withoutDoubles } from '../../core/ports/channels/lacks';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Clock } from '../../core/ports/host';
import { requestMs, withTimeout } from '../with-timeout';

export const lookEveryMs = 60_000;
/** Services are asked about their keys, which costs them something. */
export const needsEveryMs = 600_000;
/** For so long, another process that has the agent, or a turn that failed at its model, knows better. */
const freshMs = 2 * lookEveryMs;
/** Bounds a look. */
const maxChannels = 1_000;

interface WatchParts {
	parts: Pick<ChannelParts, 'channels' | 'states'>;
	clock: Clock;
	/** Finds why this process cannot run the agent of a channel, or reach a process. */
	findFault: (channel: ChannelRecord) => Promise<TroupeError | undefined>;
	/** Finds what the answers of a channel lack here. `asks`: services are asked about their keys. Default: nobody looks. */
	findLacks?: (channel: ChannelRecord, how: { asks: boolean; signal: AbortSignal }) => Promise<Lack[]>;
	/** Names what is deployed for a channel; another name than a minute before makes it look at once. Default: nobody looks. */
	nameDeployed?: (channel: ChannelRecord) => Promise<string>;
	/** Hears of a look that failed, or took too long; the others go on. */
	onFault: (fault: unknown) => void;
	timeoutMs?: number;
}

/** Returns what is done each minute: noting whether this process can answer for active channels, and, every ten, what they lack, before a customer finds out. */
export function watchAgents({
	parts,
	clock,
	findFault,
	findLacks,
	nameDeployed,
	onFault,
	timeoutMs = requestMs,
}: WatchParts): (signal?: AbortSignal) => Promise<void> {
	/** When this process last found what is noted, by channel and part. */
	const noted = new Map<string, number>();
	/** When it last looked for what a channel lacks. */
	const asked = new Map<string, { at: number; deployed: string | undefined }>();
	let begun = 0;
	const lookAt = async (record: ChannelRecord, known: Map<string, ChannelPartState>, signal: AbortSignal) => {
		const { tenant, name: channel } = record;
		const note = async (found: Pick<ChannelPartState, 'part' | 'state' | 'reason' | 'lacks'>) => {
			if (signal.aborted) return;
			const key = keyOf(tenant, channel, found.part);
			const checkedAt = clock.now();
			if (contradicts(known.get(key), found.state, { checkedAt, own: noted.get(key) })) return;
			await parts.states.note({ tenant, channel, ...found, checkedAt });
			noted.set(key, checkedAt);
		};
		const inTime = <Found>(look: () => Promise<Found>, what: string) =>
			withTimeout(look(), timeoutMs, `Looking for ${what} of the channel ${channel}`).then(
				(found) => ({ found }),
				(fault: unknown) => void onFault(fault),
			);
		const answers = record.agent !== null || record.message !== null;
		const looked = answers ? await inTime(() => findFault(record), 'the agent') : undefined;
		if (looked) await note(describeFault(looked.found));
		const key = keyOf(tenant, channel, 'needs');
		if (findLacks === undefined) return;
		const deployed = nameDeployed && record.message !== null ? await inTime(() => nameDeployed(record), 'the processes') : undefined;
		const before = asked.get(key);
		const isDue =
			clock.now() - (before?.at ?? -Infinity) >= needsEveryMs || (deployed !== undefined && before?.deployed !== deployed.found);
		const found = known.get(key);
		// Looks each minute for what is missing, since somebody is mending it. Nobody outside is asked for that.
		if (!isDue && found?.state !== 'lacking') return;
		// A process that starts, perhaps again and again, asks nobody; in the next minute it asks, and until then keeps what another found refused.
		const asks = isDue && before !== undefined;
		if (isDue) asked.set(key, { at: asks ? clock.now() : -Infinity, deployed: deployed?.found });
		const missed = await inTime(() => findLacks(record, { asks, signal }), 'the needs');
		if (!missed) return;
		if (!asks && missed.found.length === 0 && found?.state === 'lacking' && found.lacks === undefined) return;
		await note(describeNeeds(channel, asks || !found ? missed.found : withoutDoubles([...foundByAsking(found), ...missed.found])));
	};
	return async (signal = new AbortController().signal) => {
		const [records, states] = await Promise.all([parts.channels.list(), parts.states.list()]);
		const known = new Map(states.map((one) => [keyOf(one.tenant, one.channel, one.part), one]));
		const watched = records.filter(({ agent, message, state }) => (findLacks || (agent ?? message) !== null) && state === 'active');
		const names = new Set(watched.flatMap(({ tenant, name }) => [keyOf(tenant, name, 'agent'), keyOf(tenant, name, 'needs')]));
		for (const kept of [noted, asked]) for (const key of kept.keys()) if (!names.has(key)) kept.delete(key);
		if (begun >= watched.length) begun = 0;
		// A look that cannot take all goes on where the last one ended.
		const looked = [...watched.slice(begun), ...watched.slice(0, begun)].slice(0, maxChannels);
		begun = (begun + looked.length) % Math.max(watched.length, 1);
		for (const record of looked) {
			if (signal.aborted) return;
			await lookAt(record, known, signal);
		}
	};
}

const describeFault = (fault: TroupeError | undefined) => ({
	...{ part: 'agent' as const, state: fault ? ('away' as const) : ('ready' as const) },
	reason: fault ? `${fault.code}: ${fault.message}` : null,
});

/** So many are named where a line has to do. */
const maxNamed = 5;

/** Describes what a channel needs, as it is noted: in one line, whatever it lacks. */
export function describeNeeds(channel: string, lacks: Lack[]) {
	if (lacks.length === 0) return { part: 'needs' as const, state: 'complete' as const, reason: null };
	const named = lacks.slice(0, maxNamed).map(({ kind, name, state }) => `${kind} ${name.slice(0, 60)} (${state})`);
	const rest = lacks.length > maxNamed ? ` and ${lacks.length - maxNamed} more` : '';
	const reason = `${named.join(', ')}${rest}. \`troupe channel test ${channel}\` says who needs it, and what to do.`;
	return { part: 'needs' as const, state: 'lacking' as const, reason, lacks };
}

/** Returns what somebody found who asked services, with the time of the finding. */
const foundByAsking = ({ lacks = [], checkedAt }: ChannelPartState): Lack[] =>
	lacks.filter(({ state }) => state !== 'missing').map((lack) => ({ foundAt: checkedAt, ...lack }));

/** Returns whether somebody else found another state lately. */
const contradicts = (
	known: ChannelPartState | undefined,
	state: string,
	{ checkedAt, own }: { checkedAt: number; own: number | undefined },
) => known !== undefined && known.state !== state && known.checkedAt !== own && known.checkedAt > checkedAt - freshMs;

const keyOf = (...names: [tenant: string, channel: string, part: ChannelPartState['part']]): string => JSON.stringify(names);
