import type { MailboxRules } from '../../ports/channels/mailbox-rules';
import { greetingPrefix, type RuleChanges } from '../../ports/channels/channel-settings';

type Rules = Partial<MailboxRules>;

/** Also changes greetings of origins that have one; `null` gives a rule its default. */
export function applyRuleChanges(rules: Rules, changes: RuleChanges): Rules {
	const named = Object.entries(changes).filter(([name]) => !name.startsWith(greetingPrefix));
	const changed = Object.fromEntries(
		Object.entries({ ...rules, ...Object.fromEntries(named) }).filter(([, value]) => value !== null),
	) as Rules;
	if (named.length === Object.keys(changes).length) return changed;
	return {
		...changed,
		origins: (changed.origins ?? []).map(({ greeting, ...origin }) => {
			const given = changes[greetingPrefix + origin.from];
			const next = given === undefined ? greeting : given;
			return { ...origin, ...(next !== null && next !== undefined && { greeting: next as string }) };
		}),
	};
}

export const invertRuleChanges = (rules: Rules, changes: RuleChanges): RuleChanges =>
	Object.fromEntries(
		Object.keys(changes).map((name) => [
			name,
			(name.startsWith(greetingPrefix)
				? rules.origins?.find(({ from }) => greetingPrefix + from === name)?.greeting
				: rules[name as keyof MailboxRules]) ?? null,
		]),
	) as RuleChanges;
