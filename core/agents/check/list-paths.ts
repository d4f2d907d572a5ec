import { type AgentFlow, barriers, type FlowEffect, type FlowPath, type FlowSource, strongest } from './flow-map';

/** Lists the calls that foreign texts of an agent reach, including those of called agents. Of several ways to an agent, the weakest counts. */
export function listPaths(agent: AgentFlow, agents: readonly AgentFlow[]): FlowPath[] {
	const sources = agent.sources.filter(({ trusted }) => !trusted);
	if (sources.length === 0) return [];
	const known = new Map(agents.map((one) => [one.id, one]));
	const isEnd = ({ calls }: FlowEffect) => calls === undefined || (known.get(calls)?.isUnread ?? !known.has(calls));
	const ends = [...findRoutes(agent, known)].flatMap(([id, gates]) =>
		known.get(id)!.effects.flatMap((effect) => (isEnd(effect) ? [{ effect, gates }] : [])),
	);
	return sources.flatMap((source) => ends.map(({ effect, gates }) => toPath(source, effect, gates)));
}

function findRoutes(first: AgentFlow, known: ReadonlyMap<string, AgentFlow>): Map<string, FlowEffect[]> {
	const routes = new Map<string, FlowEffect[]>([[first.id, []]]);
	const isDone = new Set<string>();
	for (let next = findWeakest(routes, isDone); next; next = findWeakest(routes, isDone)) {
		const [id, route] = next;
		isDone.add(id);
		for (const call of known.get(id)!.effects) {
			if (call.calls === undefined || isDone.has(call.calls) || !known.has(call.calls)) continue;
			const further = [...route, call];
			const other = routes.get(call.calls);
			if (!other || isWeaker(further, other)) routes.set(call.calls, further);
		}
	}
	return routes;
}

const findWeakest = (routes: ReadonlyMap<string, FlowEffect[]>, isDone: ReadonlySet<string>): [string, FlowEffect[]] | undefined =>
	[...routes]
		.filter(([id]) => !isDone.has(id))
		.reduce<[string, FlowEffect[]] | undefined>((least, one) => (least && !isWeaker(one[1], least[1]) ? least : one), undefined);

const rank = (route: readonly FlowEffect[]): number => barriers.indexOf(strongest(...route.map(({ barrier }) => barrier)));

const isWeaker = (one: readonly FlowEffect[], other: readonly FlowEffect[]): boolean =>
	rank(one) < rank(other) || (rank(one) === rank(other) && one.length < other.length);

function toPath(source: FlowSource, effect: FlowEffect, gates: readonly FlowEffect[]): FlowPath {
	const steps = [...gates, effect];
	const say = (one: FlowEffect) =>
		one.ways
			.filter(({ barrier }) => barrier === one.barrier)
			.map(({ between }) => between)
			.join('; or ');
	return {
		source,
		effect,
		barrier: strongest(...steps.map(({ barrier }) => barrier)),
		between: steps.map((one) => (steps.length === 1 ? say(one) : `${one.agent} calls ${one.tool}: ${say(one)}`)).join('; then '),
	};
}
