import type { RuleChanges } from '../../ports/channels/channel-settings';

/** Finds a follow-up without a text. Those are more than wording: an agent, a process or a workflow writes them. */
export function findWordless({ followUps }: RuleChanges): string | undefined {
	return Array.isArray(followUps) ? followUps.map(String).find((one) => !/^\S+\s+\S/.test(one)) : undefined;
}
