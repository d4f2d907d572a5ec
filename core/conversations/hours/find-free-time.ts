import type { MailboxRules } from '../../ports/channels/mailbox-rules';
import { findClosing, findHoursState } from './business-hours';
import { toHours } from './read-hours';

const maxSteps = 100;

/** Returns the first time when a channel may write unprompted: open and outside of quiet hours. Undefined: never. */
export async function findFreeTime(
	rules: Pick<MailboxRules, 'hours' | 'holidays' | 'timeZone' | 'quietHours'>,
	from: number,
): Promise<number | undefined> {
	// A holiday closes the channel, but ends no quiet hours.
	const quiet = rules.quietHours && { hours: rules.quietHours.map(toHours), timeZone: rules.timeZone };
	let at = from;
	for (let step = 0; step < maxSteps; step += 1) {
		const hours = await findHoursState(rules, at);
		if (hours?.isOpen === false) at = hours.opensAt;
		const quietUntil = quiet && (await findClosing(quiet, at));
		if (quietUntil === undefined) return at;
		at = quietUntil;
	}
	return undefined;
}
