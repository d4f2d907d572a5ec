import type { Language } from '../base/text/languages';
import { describeOpening, findHoursState } from '../conversations/hours/business-hours';
import { nameClosedText } from '../conversations/outbox/own-texts';
import type { HoursState, Mailbox, Turn } from '../ports/channels/mailbox';
import type { MailboxRules } from '../ports/channels/mailbox-rules';
import { type OnceParts, sendOnce } from './send-once';

interface KeptHours {
	hours?: HoursState;
	sent?: string;
}

/** Delay until a waiting turn follows changed rules. */
const lookAgainMs = 300_000;

/**
 * Tells a customer once that the channel is closed, and delays the turn until it opens, if the channel is set so. A turn that had effects goes on.
 * @returns undefined if it waits
 */
export async function keepHours(
	parts: OnceParts & { mailbox: Pick<Mailbox, 'end'> },
	rules: Partial<MailboxRules>,
	turn: Turn,
	{ holder, language, now }: { holder: string; language: Language; now: number },
): Promise<KeptHours | undefined> {
	const hours = await findHoursState(rules, now);
	if (hours === undefined || hours.isOpen) return { ...(hours && { hours }) };
	const text = rules.closedText?.replaceAll('{opens}', () => describeOpening(hours, language));
	const key = nameClosedText(turn.conversation.id, hours.opensAt);
	const sent = text === undefined ? undefined : await sendOnce(parts, turn, key, text);
	if (rules.whenClosed !== 'wait' || turn.hasEffects) return { hours, ...(sent !== undefined && { sent }) };
	const afterMs = Math.min(hours.opensAt - now, lookAgainMs);
	await parts.mailbox.end(turn, holder, { kind: 'failed', reason: 'The channel is closed.', afterMs, isStopped: true });
	return undefined;
}
