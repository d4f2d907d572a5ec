import { findDefinition, type Protection } from './definitions';
import type { DojoCase, Suite } from './dojo-process';
import { playCase, type Played } from './play-case';
import { openStand, type Stand } from './stand';
import type { DojoAgent } from './write-agent';

/** AgentDojo's suites, and a way to play cases of them. */
export interface Dojo {
	suites: Suite[];
	/** The names of AgentDojo's attacks that need no model. */
	attacks: string[];
	/** Plays cases, two at a time. @param isGuarded with the standard policy */
	play(cases: DojoCase[], protection: Protection, isGuarded: boolean): Promise<Played[]>;
}

/** Every stand has a process of Python; two keep two processors busy. */
const stands = 2;

export async function withDojo<Result>(measure: (dojo: Dojo) => Promise<Result>): Promise<Result> {
	const open: Stand[] = [];
	try {
		while (open.length < stands) open.push(await openStand());
		const { suites, attacks } = await open[0]!.dojo.describe();
		const agents = new Map<string, DojoAgent>();
		const findAgent = (suite: Suite, protection: Protection, isGuarded: boolean): DojoAgent => {
			const key = `${suite.name} ${protection} ${isGuarded}`;
			const agent = agents.get(key) ?? { suite, definition: findDefinition(suite.name, protection), isGuarded };
			agents.set(key, agent);
			return agent;
		};
		return await measure({
			suites,
			attacks,
			play: async (cases, protection, isGuarded) => {
				const played: Played[] = [];
				const waiting = [...cases.entries()];
				const work = async (stand: Stand) => {
					for (let next = waiting.shift(); next; next = waiting.shift()) {
						const [index, one] = next;
						const suite = suites.find(({ name }) => name === one.suite)!;
						played[index] = await playCase(stand, findAgent(suite, protection, isGuarded), one);
					}
				};
				// The other stand ends its case, so that its folder can be removed.
				const ended = await Promise.allSettled(open.map((stand) => work(stand).finally(() => waiting.splice(0))));
				for (const one of ended) if (one.status === 'rejected') throw one.reason as Error;
				return played;
			},
		});
	} finally {
		await Promise.all(open.map((stand) => stand.close()));
	}
}

/** The tasks of all suites, without an order in sight. */
export const listTasks = (suites: Suite[]): DojoCase[] =>
	suites.flatMap(({ name: suite, tasks }) => tasks.map((task) => ({ suite, task })));
