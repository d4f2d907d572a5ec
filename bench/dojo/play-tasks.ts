import { checkHarness } from './check-harness';
import type { Protection } from './definitions';
import { listTasks, withDojo } from './play-all';
import type { Played } from './play-case';

export interface Share {
	part: number;
	all: number;
}

/** Plays all tasks without an order in sight, and returns the share with the definitions of a builder. Prints also the one with a single rule. */
export const playTasks = (title: string, count: (played: Played[]) => Share): Promise<number> =>
	withDojo(async (dojo) => {
		await checkHarness(dojo, []);
		const tasks = listTasks(dojo.suites);
		const show = async (name: string, protection: Protection): Promise<Share> => {
			const played = await dojo.play(tasks, protection, true);
			const share = count(played);
			const suites = dojo.suites.map(({ name: suite }) => `${suite} ${format(count(played.filter(({ one }) => one.suite === suite)))}`);
			console.log(`\n${name}: ${title}: ${suites.join(', ')}, all ${format(share)}; ${describePeople(played)}`);
			describeAsks(played);
			for (const { one, outcome, reply } of played.filter(({ isRight }) => !isRight))
				console.log(`not done: ${one.suite} ${one.task}: ${outcome}: ${reply.replace(/\s+/g, ' ').slice(0, 160)}`);
			return share;
		};
		await show('one rule allows all tools', 'one rule');
		const { part, all } = await show('the definitions of a builder', 'builder');
		return Number((part / all).toFixed(2));
	});

const format = ({ part, all }: Share): string => `${part}/${all}`;

function describePeople(played: Played[]): string {
	const right = played.filter(({ isRight }) => isRight).length;
	const asking = played.filter(({ asks }) => asks.length > 0);
	const asks = asking.flatMap((one) => one.asks).length;
	return `with a person ${right}/${played.length} tasks done, ${asks} asks in ${asking.length} tasks`;
}

/** The kinds of questions, the most frequent first. */
function describeAsks(played: Played[]): void {
	const counts = new Map<string, number>();
	for (const { one, asks } of played)
		for (const { tool, because } of asks) {
			const kind = `${one.suite} ${tool} (${because.join(', ') || 'the rules'})`;
			counts.set(kind, (counts.get(kind) ?? 0) + 1);
		}
	for (const [kind, times] of [...counts].sort(([, one], [, other]) => other - one)) console.log(`asked ${times} times: ${kind}`);
}
