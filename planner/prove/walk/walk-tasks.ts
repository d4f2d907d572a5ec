import { type AgentStep, canFail, isStaffedAgent, type Task } from '../../tree/plan-tree';
import type { WalkState } from './walk-state';
import type { Going, Place } from './walked';

export async function goTask(state: WalkState, step: Task, path: string, place: Place): Promise<Going> {
	const { deadline } = step;
	if (deadline && state.leadsTo(`${path}/deadline`)) {
		state.act(place, { kind: 'pass', wait: { kind: 'timer', duration: deadline.after }, scope: new Map(place.scope) });
		const going = await state.goWay(deadline.do, step, `${path}/deadline`, place);
		if (going === 'cancels' || !deadline.goesOn) return going;
	}
	for (const way of ['person', 'onError'] as const) if (state.leadsTo(`${path}/${way}`)) return goAside(state, step, path, way, place);
	const writes = state.create(step.writes ?? [], !canFail(step), state.finder.recorded.get(step.id));
	state.act(place, { kind: 'task', step, scope: new Map(place.scope), writes });
	for (const [name, unknown] of writes) place.scope.set(name, unknown);
	return 'on';
}

/** The task fails, or leaves the answer to a person: what the plan says of it is done, or a person answers. */
async function goAside(state: WalkState, step: Task, path: string, way: 'person' | 'onError', place: Place): Promise<Going> {
	state.act(place, { kind: 'task', step, scope: new Map(place.scope), writes: new Map(), ends: way === 'person' ? 'asksPerson' : 'fails' });
	if (!step.onError && isStaffedAgent(step)) askPerson(state, step, place);
	return state.goWay(step.onError ?? [], step, `${path}/${way}`, place, `${path}/onError`);
}

function askPerson(state: WalkState, agent: AgentStep, place: Place): void {
	const writes = state.create(agent.writes ?? [], true);
	state.act(place, { kind: 'person', agent, writes });
	for (const [name, unknown] of writes) place.scope.set(name, unknown);
}
