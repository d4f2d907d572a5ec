import { formatDuration, parseDuration } from '../../base/duration';
import { TroupeError } from '../../base/errors';
import { defaultMailboxRules, type MailboxRules } from '../../ports/channels/mailbox-rules';
import { holidaySets } from './holidays';
import { readHours, toHours } from './read-hours';

type Hours = Partial<
	Pick<
		MailboxRules,
		'hours' | 'holidays' | 'timeZone' | 'whenClosed' | 'closedText' | 'waitText' | 'followUps' | 'followUpUntilMs' | 'quietHours'
	>
>;

/** `{opens}`, as people type placeholders. */
const placeholder = /\{\s*[\p{L}\p{N}_.-]{1,40}\s*\}/gu;

/** Otherwise a customer would read `{name}`. */
function checkTexts({ closedText = '', waitText = '', followUps = [] }: Hours): void {
	const [ofClosed, ofOthers] = [closedText, [waitText, ...followUps].join('\n')].map((text) => text.match(placeholder) ?? []);
	const unknown = [...ofClosed!.filter((one) => one !== '{opens}'), ...ofOthers!][0];
	if (unknown !== undefined)
		throw invalid(
			`Nothing is put in the place of ${unknown}: the customer would read it.`,
			'Write the text without braces. The text when closed can have {opens}, which is when the channel opens.',
		);
}

/** Checks rules that patterns cannot. @throws TroupeError INPUT_INVALID */
export function checkHours({ hours, holidays = [], timeZone, whenClosed, closedText, quietHours, ...others }: Hours): void {
	if (hours === undefined && (holidays.length > 0 || whenClosed === 'wait' || closedText !== undefined))
		throw invalid(
			'The channel has no hours, and is never closed.',
			'Add hours such as "mon-fri 09:00-18:00", or take back holidays, waiting while closed, and the text when closed too.',
		);
	if ((hours ?? quietHours) !== undefined && timeZone === undefined)
		throw invalid(
			`The ${hours ? '' : 'quiet '}hours have no time zone, and the tenant has none.`,
			'Set the time zone, such as America/Sao_Paulo.',
		);
	if (timeZone !== undefined && !isTimeZone(timeZone))
		throw invalid(`There is no time zone ${JSON.stringify(timeZone.slice(0, 60))}.`, 'Use an IANA name such as America/Sao_Paulo.');
	const empty = [...(hours ?? []), ...holidays, ...(quietHours ?? [])].find((text) =>
		text.split(' ').some((span) => span.includes(':') && span.split('-')[0] === span.split('-')[1]),
	);
	if (empty !== undefined)
		throw invalid(`The hours "${empty}" end when they begin.`, 'Write a whole day as 00:00-24:00, and leave out a day that is closed.');
	const never = holidays.map((text) => text.split(' ')[0]!).find((day) => !(day in holidaySets) && !isDay(day));
	if (never !== undefined) throw invalid(`The calendar has no day ${never}.`, 'Write a holiday as 2026-12-24, or as 12-24 for each year.');
	checkTexts({ closedText, ...others });
	checkFollowUps({ hours, quietHours, ...others });
}

function checkFollowUps({ hours, quietHours, followUps = [], followUpUntilMs = defaultMailboxRules.followUpUntilMs }: Hours): void {
	if (quietHours && !hasFreeMinute(hours, quietHours))
		throw invalid(
			`The quiet hours ${quietHours.map((text) => `"${text}"`).join(', ')} leave no time ${hours ? 'within the hours of the channel' : 'of the week'}.`,
			'Make them shorter, or take back the follow-ups in place of them.',
		);
	let sum = 0;
	for (const followUp of followUps) {
		sum += parseDuration(followUp.split(' ')[0]!) ?? 0;
		if (sum >= followUpUntilMs)
			throw invalid(
				`The follow-up "${followUp.slice(0, 60)}" would go out ${formatDuration(sum)} after the customer's last message, and follow-ups end after ${formatDuration(followUpUntilMs)}.`,
				'Make its time shorter, or the time after which they end longer. Times count one after the other.',
			);
	}
}

const week = 7 * 1_440;

function hasFreeMinute(hours: readonly string[] | undefined, quiet: readonly string[]): boolean {
	const open = hours && listMinutes(hours);
	const closed = listMinutes(quiet.map(toHours));
	for (let minute = 0; minute < week; minute += 1) if ((open?.has(minute) ?? true) && !closed.has(minute)) return true;
	return false;
}

function listMinutes(hours: readonly string[]): Set<number> {
	const minutes = new Set<number>();
	for (const { isOn, spans } of hours.map(readHours))
		for (let day = 0; day < 7; day += 1) {
			if (!isOn({ dayOfWeek: day + 1 })) continue;
			for (const { opens, closes } of spans)
				for (let minute = opens; minute < closes; minute += 1) minutes.add((day * 1_440 + minute) % week);
		}
	return minutes;
}

function isDay(text: string): boolean {
	const day = text.length === 5 ? `2024-${text}` : text;
	return Date.parse(day) > 0 && new Date(day).toISOString().startsWith(day);
}

function isTimeZone(timeZone: string): boolean {
	try {
		void new Intl.DateTimeFormat('en', { timeZone });
		return true;
	} catch {
		return false;
	}
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
