import type { AgentParts } from '../../agent-parts';
import type { RunState } from '../../agent-outcome';
import { toIdentity } from '../../approvals/approval-rules';
import { findStarter, findSuspended } from './read-stored-trail';

/** Returns how to tell whether two names, of who asked or who decides about a run, are of one person: by themselves, or as the host knows. */
export async function findPeople(
	{ trail }: Pick<RunState, 'trail'>,
	by: string | undefined,
	{ listKin }: Pick<AgentParts, 'listKin'>,
): Promise<(one: string, other: string) => boolean> {
	const pending = findSuspended(trail)?.pending ?? [];
	const approved = pending.flatMap((one) => (one.kind === 'approval' ? (one.approvedBy ?? []) : []));
	const names = new Set([by, findStarter(trail), ...approved].filter((name) => name !== undefined).map(toIdentity));
	const kin = new Map(await Promise.all([...names].map(async (name) => [name, new Set((await listKin?.(name)) ?? [name])] as const)));
	return (one, other) => {
		const others = kin.get(toIdentity(other));
		return toIdentity(one) === toIdentity(other) || [...(kin.get(toIdentity(one)) ?? [])].some((name) => others?.has(name));
	};
}
