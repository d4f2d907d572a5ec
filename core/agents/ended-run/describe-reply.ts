import type { ReplyTraits } from '../../ports/quality';
import type { AgentOutcome } from '../agent-outcome';
import { nameLanguage, nameLength } from './describe-input';

/** Describes how an agent answered, without any of its words. */
export function describeReply(outcome: AgentOutcome, isSupported: boolean | undefined): ReplyTraits {
	const { kind, reply, usage } = outcome;
	const { toolCalls } = usage;
	return {
		reply: kind,
		...(kind === 'reply' && { 'reply-language': nameLanguage(reply) ?? 'none', 'reply-length': nameLength(reply) }),
		'reply-calls': toolCalls < 3 ? String(toolCalls) : 'many',
		...(isSupported !== undefined && { 'reply-support': isSupported ? 'supported' : 'not supported' }),
	};
}
