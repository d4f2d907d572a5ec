import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Problem, toProblem } from '../../api/problem';
import { runInBackground } from '../../api/run-in-background';
import { useQuery } from '../../api/use-query';
import { announce } from '../../parts/announcements';
import type { Plan } from './plan';

export interface PlanActs {
	busy?: string;
	problem?: { act: string; problem: Problem };
	/** Performs `ask`, `change` or `prove`. A failure keeps the typed text. */
	act: (name: string, body: object) => Promise<boolean>;
	/** For a dialog, which shows the fault. @throws Problem */
	perform: (name: string, body: object) => Promise<void>;
}

const slow = new Set(['ask', 'change', 'prove']);

export function usePlan(id: string) {
	const path = `plans/${encodeURIComponent(id)}`;
	const read = useQuery(id, (signal) => call<Plan>(`GET ${path}`, { signal }), { every: 5_000 });
	const [changed, setChanged] = useState<{ of?: Plan; plan: Plan }>();
	const [busy, setBusy] = useState<string>();
	const [problem, setProblem] = useState<PlanActs['problem']>();
	const perform = async (name: string, body: object) => {
		const to = `${path}/${name}`;
		const plan = slow.has(name)
			? await runInBackground<Plan>(to, { body, signal: new AbortController().signal, onProgress: () => undefined })
			: await call<Plan>(`POST ${to}`, { body });
		setChanged({ of: read.data, plan });
		const said = plan.conversation.at(-1);
		if (said?.from === 'planner') announce(said.text);
		read.reload();
	};
	const act = async (name: string, body: object) => {
		setBusy(name);
		setProblem(undefined);
		try {
			await perform(name, body);
			return true;
		} catch (fault) {
			setProblem({ act: name, problem: toProblem(fault) });
			return false;
		} finally {
			setBusy(undefined);
		}
	};
	const plan = changed && changed.of === read.data ? changed.plan : read.data;
	return { plan, read, acts: { busy, problem, act, perform } satisfies PlanActs };
}
