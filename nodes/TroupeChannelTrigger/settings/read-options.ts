import { defaultMailboxRules, type MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { splitNames } from '../../shared/split-names';
import type { TriggerContext } from './trigger-context';

/** The field "Options". */
export interface TriggerOptions {
	agentWait?: number;
	personWait?: number;
	waitText?: string;
	networks?: string;
	attempts?: number;
	concurrency?: number;
	maxQuiet?: number;
	messages?: number;
	operators?: string;
	pause?: number;
	quiet?: number;
	requests?: number;
	returns?: MailboxRules['agentReturns'];
	session?: number;
	connect?: boolean;
}

/** Requests of one address a minute: a provider sends the messages of all customers from a few addresses. */
export const defaultMaxRequests = 120_000;

export const readOptions = (context: TriggerContext): TriggerOptions => context.getNodeParameter('options', {}) as TriggerOptions;

export function toRules(options: TriggerOptions): Partial<MailboxRules> {
	const { quietMs, maxQuietMs, sessionMs, agentReturns } = defaultMailboxRules;
	const { quiet = quietMs / 1_000, maxQuiet = maxQuietMs / 1_000, session = sessionMs / 3_600_000 } = options;
	const { returns = agentReturns, pause = 0, operators = '', attempts = 3, messages } = options;
	const names = splitNames(operators);
	return {
		...{ quietMs: quiet * 1_000, maxQuietMs: Math.max(maxQuiet, quiet) * 1_000, maxAttempts: attempts },
		...{ agentReturns: returns, pauseMs: pause === 0 ? null : pause * 60_000, sessionMs: session * 3_600_000 },
		...(messages !== undefined && { maxMessagesPerMinute: messages }),
		...(options.agentWait !== undefined && { agentWaitMs: options.agentWait * 60_000 }),
		...(options.personWait !== undefined && { personWaitMs: options.personWait * 60_000 }),
		...(options.waitText?.trim() && { waitText: options.waitText.trim() }),
		...(names.length > 0 && { operators: names }),
	};
}
