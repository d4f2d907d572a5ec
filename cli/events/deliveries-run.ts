import { TroupeError } from '../../core/base/errors';
import { isEventType } from '../../core/events/event-types';
import type { EventType } from '../../core/ports/events/event-facts';
import type { EventDeliveryState } from '../../core/ports/events/event-deliveries';
import type { describeDelivery } from '../../service/events/describe-events';
import { listDeliveries, replayDeliveries, resendDeliveries, showDelivery } from '../../service/operations/events';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import type { Terminal } from '../terminal/terminal';
import type { EventOptions } from './events-run';

export interface DeliveryListOptions extends EventOptions {
	state?: EventDeliveryState;
	event?: string;
	subscriber?: string;
	from?: number;
	limit: number;
}

export interface ReplayOptions extends EventOptions {
	from: number;
	to: number;
	event?: string;
	subscriber?: string;
}

/** @throws TroupeError INPUT_INVALID for an unknown type of event */
export async function runDeliveriesList(options: DeliveryListOptions, terminal: Terminal): Promise<ExitCode> {
	const { state, event, subscriber, from, limit, json } = options;
	checkType(event);
	const asked = { state, event, subscriber, limit, ...(from !== undefined && { since: new Date(from).toISOString() }) };
	const page = await callOperation(listDeliveries, asked, terminal);
	const { items: deliveries } = page;
	if (json) terminal.print(JSON.stringify(deliveries));
	else if (deliveries.length === 0) terminal.note('There are no such deliveries.');
	else tableOf(deliveries, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runDeliveriesShow(id: string, { json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	const { message, log, ...delivery } = await callOperation(showDelivery, { delivery: id }, terminal);
	if (json) {
		terminal.print(JSON.stringify({ ...delivery, message, log }));
		return 0;
	}
	for (const [name, value] of Object.entries(delivery)) if (value !== null) terminal.print(`${name}: ${value}`);
	terminal.print(`message: ${JSON.stringify(message)}`);
	for (const { number, at, status, durationMs, error } of log)
		terminal.print(`attempt ${number} at ${at}: ${status} after ${durationMs} ms${error === null ? '' : `. ${error}`}`);
	return 0;
}

export async function runDeliveriesResend(ids: string[], { json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	const sent = new Set((await callOperation(resendDeliveries, { ids }, terminal)).resent);
	const refused = ids.filter((id) => !sent.has(id));
	if (json) terminal.print(JSON.stringify({ resent: [...sent], refused }));
	if (sent.size > 0) terminal.note(`${countOf(sent.size)} sent again by \`troupe serve\`.`);
	for (const id of refused)
		terminal.note(`${id.slice(0, 60)} is not sent: it does not exist, still waits, or its subscription is disabled or removed.`);
	return refused.length === 0 ? 0 : 1;
}

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND for a subscription that does not exist */
export async function runDeliveriesReplay(options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
	const { from, to, event, subscriber, json } = options;
	checkType(event);
	const times = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
	const { replayed } = await callOperation(replayDeliveries, { ...times, event, subscriber }, terminal);
	if (json) terminal.print(JSON.stringify({ replayed }));
	terminal.note(`${countOf(replayed)} sent again by \`troupe serve\`.`);
	return 0;
}

const countOf = (count: number) => `${count} ${count === 1 ? 'delivery is' : 'deliveries are'}`;

function checkType(event: string | undefined): asserts event is EventType | undefined {
	if (event === undefined || isEventType(event)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${event.slice(0, 60)}" is not a type of event.`,
		fix: 'Use a name of `troupe events types`.',
	});
}

function tableOf(deliveries: Array<ReturnType<typeof describeDelivery>>, terminal: Terminal): string[] {
	const second = (at: string | null) => (at ?? '').slice(0, 19).replace('T', ' ');
	return tableLines(
		[
			{ name: 'id', title: 'delivery', value: ({ id }) => id },
			{ name: 'created', title: 'created (UTC)', value: ({ createdAt }) => second(createdAt) },
			{ name: 'type', title: 'event', value: ({ type }) => type },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'status', title: 'last answer', value: ({ status }) => status ?? 'none' },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		deliveries,
		terminal,
		({ state }) => (state === 'dead' ? 'yellow' : undefined),
	);
}
