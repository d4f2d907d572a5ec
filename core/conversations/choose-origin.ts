import type { MailboxRules } from '../ports/channels/mailbox-rules';
import type { OriginRule } from '../ports/channels/origin-rules';
import { type ContactOrigin, type Origin, originKinds } from '../ports/channels/message-content';

type Rules = Pick<MailboxRules, 'origins'>;

/** Finds the rule for an origin: that with its id goes before that of its kind. */
export const findOriginRule = ({ origins = [] }: Rules, { via, source }: Origin): OriginRule | undefined =>
	origins.find(({ from }) => from === `${via}:${source}`) ?? origins.find(({ from }) => from === via);

/** Returns what conditions call an origin. */
export const nameOrigin = (rules: Rules, origin: Origin): string => findOriginRule(rules, origin)?.name ?? origin.via;

/** Returns all names that origins of a channel can have, unless people at the desk set labels of other ones. */
export const listOriginNames = (rules: Rules): string[] => {
	const named = (rules.origins ?? []).map(({ from, name }) => name ?? from.split(':', 1)[0]!);
	return [...new Set([...named, ...originKinds.filter((kind) => nameOrigin(rules, { via: kind }) === kind)])];
};

/** Returns the agent that answers a contact in place of the channel's, if where they came from last has one. */
export const findOriginAgent = (rules: Rules, origin: Pick<ContactOrigin, 'last'> | undefined): string | undefined =>
	origin && findOriginRule(rules, origin.last)?.agent;
