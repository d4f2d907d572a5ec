import { findOrigins, type ValueOrigin } from '../../../flow/find-origins';
import { indexText } from '../../../flow/text-index';
import type { RunText } from '../../../ports/runs/run-text';
import { listCallers } from '../team/caller';
import type { Run } from '../run/run';
import { listBefore } from '../trail/list-before';
import { withSameTokens } from './same-values';
import { listRunTexts, type RunOfTexts } from '../trail/list-run-texts';

const known = new WeakMap<Record<string, unknown>, ValueOrigin[]>();

/** Finds the origins of a call's values; includes a caller's knowledge, since its words became the message. */
export function findValueOrigins(run: Run, call: { id: string; name: string }, masked: Record<string, unknown>): ValueOrigin[] {
	const found = known.get(masked);
	if (found) return found;
	const origins = findOrigins(withSameTokens(run, call.id, masked), listAllTexts(run, call.id).map(indexText), call.name);
	known.set(masked, origins);
	return origins;
}

export const listAllTexts = (run: Run, callId: string): RunText[] => [
	...listRunTexts(listBefore(run, callId), describe(run)),
	...listCallers(run).flatMap((caller) => listRunTexts(caller.trail.entries, describe(caller))),
];

const describe = ({ parts: { definition, members = [] }, caller }: Run): RunOfTexts => ({
	prompt: definition.prompt,
	agents: new Set(members.map(({ tool }) => tool.name)),
	...(caller && { caller: caller.run.parts.definition.id }),
});
