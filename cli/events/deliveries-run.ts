import { TroupeError } from '../../core/base/errors';
import { isEventType } from '../../core/events/event-types';
import type { EventDelivery, EventDeliveryState } from '../../core/ports/events/event-deliveries';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import { describeDelivery, describeWhole } from '../../service/events/describe-events';
import { type EventOptions, openOwnEvents } from './events-run';
import { deliveryNotFound } from '../../service/events/not-found';
import { replayEvents } from '../../service/events/replay';

export interface DeliveryListOptions extends EventOptions {
	state?: EventDeliveryState;
	event?: string;
	subscriber?: string;
	/** Milliseconds since the epoch. */
	from?: number;
	limit: number;
}

export interface ReplayOptions extends EventOptions {
	/** Milliseconds since the epoch. */
	from: number;
	to: number;
	event?: string;
	subscriber?: string;
}

/** @throws TroupeError INPUT_INVALID for an unknown type of event */
export async function runDeliveriesList(options: DeliveryListOptions, terminal: Terminal): Promise<ExitCode> {
	const { state, event, subscriber, from, limit, json } = options;
	checkType(event);
	const { store, tenant } = await openOwnEvents(terminal);
	const deliveries = await store.deliveries.list(tenant, { state, type: event, subscription: subscriber, from }, limit);
	if (json) terminal.print(JSON.stringify(deliveries.map(describeDelivery)));
	else if (deliveries.length === 0) terminal.note('There are no such deliveries.');
	else tableOf(deliveries, terminal).forEach(terminal.print);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runDeliveriesShow(id: string, { json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openOwnEvents(terminal);
	const whole = await store.deliveries.find(tenant, id);
	if (!whole) throw deliveryNotFound(id);
	const { message, log, ...delivery } = describeWhole(whole);
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
	const { store, tenant } = await openOwnEvents(terminal);
	const sent = new Set(await store.deliveries.resend(tenant, ids));
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
	const { store, tenant } = await openOwnEvents(terminal);
	const replayed = await replayEvents(store, tenant, { from, to, type: event, subscription: subscriber });
	if (json) terminal.print(JSON.stringify({ replayed }));
	terminal.note(`${countOf(replayed)} sent again by \`troupe serve\`.`);
	return 0;
}

const countOf = (count: number) => `${count} ${count === 1 ? 'delivery is' : 'deliveries are'}`;

function checkType(event: string | undefined): void {
	if (event === undefined || isEventType(event)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${event.slice(0, 60)}" is not a type of event.`,
		fix: 'Use a name of `troupe events types`.',
	});
}

function tableOf(deliveries: EventDelivery[], terminal: Terminal): string[] {
	const second = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
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
