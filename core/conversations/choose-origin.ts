import type { MailboxRules } from '../ports/channels/mailbox-rules';
import type { OriginRule } from '../ports/channels/origin-rules';
import { type ContactOrigin, type Origin, originKinds } from '../ports/channels/message-content';

type Rules = Pick<MailboxRules, 'origins'>;

export const findOriginRule = ({ origins = [] }: Rules, { via, source }: Origin): OriginRule | undefined =>
	origins.find(({ from }) => from === `${via}:${source}`) ?? origins.find(({ from }) => from === via);

export const nameOrigin = (rules: Rules, origin: Origin): string => findOriginRule(rules, origin)?.name ?? origin.via;

/** Returns all possible origin names of a channel, without labels that people add at the desk. */
export const listOriginNames = (rules: Rules): string[] => {
	const named = (rules.origins ?? []).map(({ from, name }) => name ?? from.split(':', 1)[0]!);
	return [...new Set([...named, ...originKinds.filter((kind) => nameOrigin(rules, { via: kind }) === kind)])];
};

export const findOriginAgent = (rules: Rules, origin: Pick<ContactOrigin, 'last'> | undefined): string | undefined =>
	origin && findOriginRule(rules, origin.last)?.agent;
