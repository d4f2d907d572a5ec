import type { MailboxRules } from '../../ports/channels/mailbox-rules';

const defaultPauseMs = 12 * 3_600_000;

/** Returns the effective rules: without a desk that reports its end, time brings the agent back. */
export function settlePause(rules: MailboxRules, hasDesk: boolean): MailboxRules {
	if (rules.agentReturns === 'command') return { ...rules, pauseMs: null };
	const isTimed = rules.agentReturns === 'after' || !hasDesk;
	return { ...rules, pauseMs: rules.pauseMs ?? (isTimed ? defaultPauseMs : null) };
}
