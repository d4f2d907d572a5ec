import type { ChannelRecord, ChannelsOfTenant, Turn } from '../../../core/ports';
import { TurnTaker } from '../../../core/channels/turns/turn-taker';

export interface WaitingTurn {
	tenant: string;
	channel: string;
	id: string;
}

type Parts = ConstructorParameters<typeof TurnTaker>[0];

/** A process that takes turns of a mailbox, oldest first, which end when a test says so. */
export function startTurns(waiting: WaitingTurn[], slots: number, silent: string[] = []) {
	const left = [...waiting];
	const names = new Set([...left.map(({ tenant, channel }) => `${tenant} ${channel}`), ...silent]);
	const channels = [...names].map((both) => {
		const [tenant, name] = both.split(' ') as [string, string];
		return { tenant, name, state: 'active' } as ChannelRecord;
	});
	const seen = { begun: [] as string[], asked: [] as ChannelsOfTenant[], faults: [] as string[], holders: new Set<string>() };
	const open: Array<{ end: () => void; fail: (fault: Error) => void }> = [];
	const take = async (holder: string, _leaseMs: number, of: ChannelsOfTenant) => {
		seen.asked.push(of);
		const index = left.findIndex(({ tenant, channel }) => tenant === of.tenant && of.channels!.includes(channel));
		if (index < 0) return undefined;
		const [{ id, ...conversation }] = left.splice(index, 1) as [WaitingTurn];
		seen.holders.add(holder);
		return { id, conversation } as Turn;
	};
	const parts = { channels: { list: async () => channels }, mailbox: { take }, flags: { list: async () => [] } } as unknown as Parts;
	const answer = ({ id }: Turn) => {
		seen.begun.push(id);
		return new Promise<void>((end, fail) => open.push({ end, fail }));
	};
	const onFault = (what: string) => void seen.faults.push(what);
	const taker = new TurnTaker(parts, { answer, canAnswer: () => true, onFault }, slots, () => undefined);
	const { signal } = new AbortController();
	const takeAll = async () => {
		while ((await taker.takeOne('me', signal)) > 0);
		await settle();
	};
	return {
		...seen,
		taker,
		add: (more: WaitingTurn[]) => void left.push(...more),
		take: takeAll,
		/** Answers that many turns, one after the other. */
		async answer(count: number) {
			await takeAll();
			for (let answered = 0; answered < count && open.length > 0; answered++) {
				open.shift()!.end();
				await settle();
				await takeAll();
			}
		},
		async fail(fault: Error) {
			open.shift()!.fail(fault);
			await settle();
		},
	};
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
