import type { TroupeError } from '../../core/base/errors';
import type { ChannelParts } from '../../core/channels/channel-parts';
import type { ChannelPartState } from '../../core/ports/channels/channel-states';
import { type Lack, withoutDoubles } from '../../core/ports/channels/lacks';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { Clock } from '../../core/ports/host';
import { requestMs, withTimeout } from '../with-timeout';

export const lookEveryMs = 60_000;
/** Asking services about keys costs them something. */
export const needsEveryMs = 600_000;
/** Within this time, a finding of another process or a failed turn counts more. */
const freshMs = 2 * lookEveryMs;
const maxChannels = 1_000;

interface WatchParts {
	parts: Pick<ChannelParts, 'channels' | 'states'>;
	clock: Clock;
	findFault: (channel: ChannelRecord) => Promise<TroupeError | undefined>;
	/** Finds a channel's lacks here. `asks`: services are asked about their keys. Default: none. */
	findLacks?: (channel: ChannelRecord, how: { asks: boolean; signal: AbortSignal }) => Promise<Lack[]>;
	/** Names a channel's deployments; a changed name triggers a look at once. Default: none. */
	nameDeployed?: (channel: ChannelRecord) => Promise<string>;
	onFault: (fault: unknown) => void;
	timeoutMs?: number;
}

/** Notes each minute if this process can answer for active channels and, every ten, their lacks, before a customer finds out. */
export function watchAgents({
	parts,
	clock,
	findFault,
	findLacks,
	nameDeployed,
	onFault,
	timeoutMs = requestMs,
}: WatchParts): (signal?: AbortSignal) => Promise<void> {
	const noted = new Map<string, number>();
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
		// Checks lacks each minute, since somebody is fixing them, without asking services.
		if (!isDue && found?.state !== 'lacking') return;
		// A starting process asks nobody, in case it starts again and again; it asks a minute later, and until then keeps others' findings.
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
		const looked = [...watched.slice(begun), ...watched.slice(0, begun)].slice(0, maxChannels);
		begun = (begun + looked.length) % Math.max(watched.length, 1);
		for (const record of looked) {
			if (signal.aborted) return;
			await lookAt(record, known, signal);
		}
	};
}

const describeFault = (fault: TroupeError | undefined) => ({
	part: 'agent' as const,
	state: fault ? ('away' as const) : ('ready' as const),
	reason: fault ? `${fault.code}: ${fault.message}` : null,
});

const maxNamed = 5;

export function describeNeeds(channel: string, lacks: Lack[]) {
	if (lacks.length === 0) return { part: 'needs' as const, state: 'complete' as const, reason: null };
	const named = lacks.slice(0, maxNamed).map(({ kind, name, state }) => `${kind} ${name.slice(0, 60)} (${state})`);
	const rest = lacks.length > maxNamed ? ` and ${lacks.length - maxNamed} more` : '';
	const reason = `${named.join(', ')}${rest}. \`troupe channel test ${channel}\` says who needs it, and what to do.`;
	return { part: 'needs' as const, state: 'lacking' as const, reason, lacks };
}

const foundByAsking = ({ lacks = [], checkedAt }: ChannelPartState): Lack[] =>
	lacks.filter(({ state }) => state !== 'missing').map((lack) => ({ foundAt: checkedAt, ...lack }));

const contradicts = (
	known: ChannelPartState | undefined,
	state: string,
	{ checkedAt, own }: { checkedAt: number; own: number | undefined },
) => known !== undefined && known.state !== state && known.checkedAt !== own && known.checkedAt > checkedAt - freshMs;

const keyOf = (...names: [tenant: string, channel: string, part: ChannelPartState['part']]): string => JSON.stringify(names);
