import type { FlowNode } from '../reading/process-model';
import type { Reason } from '../reason';
import { parseSchedule } from '../timer';

const examples = { date: '2030-01-01T00:00:00Z', duration: 'PT15M', cycle: 'R3/PT10S' };

/** Zeebe's documentation, timers: a literal must be what it says; which of them an event may have is its own matter. */
export function validateTimer({ type, event, interrupting }: FlowNode): Reason[] {
	if (event?.kind !== 'timer') return [];
	const { timer, value } = event;
	if (value === '') return [{ message: 'has a timer without a time', fix: 'Give it a date, a duration or a cycle.' }];
	if (timer === 'cycle' && (type === 'intermediateCatchEvent' || interrupting === true)) {
		return [{ message: 'has a cycle, but can happen only once', fix: 'Give it a duration or a date.' }];
	}
	if (value.startsWith('=') || parseSchedule(timer, value, Date.now()) !== undefined) return [];
	const cron = timer === 'cycle' ? ', or a cron expression with seconds, such as "0 0 9 * * MON-FRI"' : '';
	return [{ message: `"${value.slice(0, 80)}" is not a ${timer}`, fix: `Write it in ISO 8601, such as ${examples[timer]}${cron}.` }];
}
