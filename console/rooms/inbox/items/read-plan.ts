import { call } from '../../../api/call';
import { Problem } from '../../../api/problem';
import type { Plan } from '../../plans/plan';
import { inboxWords } from '../inbox-words';
import { splitId } from '../item';

export type WaitingPlan = Plan & { hash: string };

/** Reads a plan with the item's files. @throws Problem naming who confirmed it; also if the plan has other files by now */
export async function readPlan(id: string, signal: AbortSignal): Promise<WaitingPlan> {
	const [plan, hash] = splitId(id);
	const read = await call<Plan>(`GET plans/${encodeURIComponent(plan)}`, { signal });
	const { confirmed } = read;
	const isConfirmed = confirmed?.hash === hash;
	if (read.hash === hash && read.proof?.passed && !isConfirmed) return { ...read, hash };
	const by = isConfirmed ? { decidedBy: confirmed.by, decidedAt: confirmed.at } : {};
	throw new Problem(409, 'STATE_CONFLICT', inboxWords('gone'), inboxWords('goneHelp'), undefined, by);
}
