import { toIdentity } from '../../base/to-identity';
import type { AgentParts } from '../agent-parts';

/** Returns a comparison of names by person: equal names, or the host's knowledge. */
export async function findPeople(
	names: Iterable<string>,
	{ listKin }: Pick<AgentParts, 'listKin'>,
): Promise<(one: string, other: string) => boolean> {
	const identities = new Set([...names].map(toIdentity));
	const kin = new Map(await Promise.all([...identities].map(async (name) => [name, new Set((await listKin?.(name)) ?? [name])] as const)));
	return (one, other) => {
		const others = kin.get(toIdentity(other));
		return toIdentity(one) === toIdentity(other) || [...(kin.get(toIdentity(one)) ?? [])].some((name) => others?.has(name));
	};
}
