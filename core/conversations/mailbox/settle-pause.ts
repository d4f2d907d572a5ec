import type { MailboxRules } from '../../ports/channels/mailbox-rules';

const defaultPauseMs = 12 * 3_600_000;

/** Returns the rules as they hold: where no desk says that it is done, time brings the agent back. */
export function settlePause(rules: MailboxRules, hasDesk: boolean): MailboxRules {
	if (rules.agentReturns === 'command') return { ...rules, pauseMs: null };
	const isTimed = rules.agentReturns === 'after' || !hasDesk;
	return { ...rules, pauseMs: rules.pauseMs ?? (isTimed ? defaultPauseMs : null) };
}
