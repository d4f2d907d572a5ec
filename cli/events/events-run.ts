import { selectTypes } from '../../core/events/select-types';
import type { describeSubscription } from '../../service/events/describe-events';
import { subscriptionNotFound } from '../../service/events/not-found';
import {
	enableSubscription,
	listEventTypes,
	listSubscriptions,
	removeSubscription,
	subscribeToEvents,
} from '../../service/operations/events';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import { nameCommand } from '../services/name-command';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

type Subscription = ReturnType<typeof describeSubscription>;

export interface EventOptions {
	json?: boolean;
}

export interface RemoveOptions extends EventOptions {
	yes?: boolean;
}

export interface SubscribeOptions extends EventOptions {
	/** Types, or the beginning of types and `*`. */
	events?: string[];
	attempts: number;
}

/** @throws TroupeError INPUT_INVALID, ADDRESS_REFUSED, STATE_CONFLICT for too many subscriptions */
export async function runEventsSubscribe(
	url: string,
	{ events = [], attempts, json }: SubscribeOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	selectTypes(events);
	const added = await callOperation(subscribeToEvents, { url, events, attempts }, terminal, () => ({
		...openPrivateState(terminal),
		environment: terminal.environment,
	}));
	if (json) terminal.print(JSON.stringify(added));
	else terminal.print(added.secret);
	terminal.note(
		`The subscription ${added.id} gets ${describeTypes(added)} from now on, sent by \`troupe serve\`. The secret is shown only here.`,
	);
	return 0;
}

export async function runEventsList({ json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	const { items: subscriptions } = await callOperation(listSubscriptions, {}, terminal);
	if (json) terminal.print(JSON.stringify(subscriptions));
	else if (subscriptions.length === 0)
		terminal.note(`The tenant has no subscriptions. Add one: ${nameCommand('troupe events subscribe URL', terminal)}`);
	else tableOf(subscriptions, terminal).forEach(terminal.print);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runEventsRemove(id: string, { json, yes }: RemoveOptions, terminal: Terminal): Promise<ExitCode> {
	const subscription = (await callOperation(listSubscriptions, {}, terminal)).items.find((one) => one.id === id);
	if (!subscription) throw subscriptionNotFound(id);
	const question = `Remove the subscription of ${subscription.url}? It receives no more events, and those that wait for it are not sent.`;
	if (!(await confirmedByPerson(printable(question), { yes }, terminal))) return 1;
	const removed = await callOperation(removeSubscription, { subscription: id }, terminal);
	if (json) terminal.print(JSON.stringify(removed));
	terminal.note(`Removed the subscription ${id}. What waited for it is dead.`);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runEventsEnable(id: string, { json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	await callOperation(enableSubscription, { subscription: id }, terminal);
	if (json) terminal.print(JSON.stringify({ id, state: 'active' }));
	const replay = nameCommand(`troupe deliveries replay --from TIME --to TIME --subscriber ${id}`, terminal);
	terminal.note(`The subscription ${id} is active. What it missed: ${replay}`);
	return 0;
}

export async function runEventsTypes({ json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	const { items: kinds } = await callOperation(listEventTypes, {}, terminal);
	if (json) terminal.print(JSON.stringify(kinds));
	else {
		const columns = [
			{ name: 'type', title: 'type', value: (kind: (typeof kinds)[number]) => kind.type },
			{ name: 'summary', title: 'when', value: (kind: (typeof kinds)[number]) => kind.summary },
		];
		tableLines(columns, kinds, terminal).forEach(terminal.print);
	}
	return 0;
}

const describeTypes = ({ events }: Pick<Subscription, 'events'>) => (events.length === 0 ? 'all events' : events.join(', '));

function tableOf(subscriptions: Subscription[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'subscription', value: ({ id }) => id },
			{ name: 'url', title: 'address', value: ({ url }) => url },
			{ name: 'events', title: 'events', value: describeTypes },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'status', title: 'last answer', value: ({ lastStatus }) => lastStatus ?? 'none' },
			{ name: 'reason', title: 'reason', value: ({ reason }) => reason ?? '' },
		],
		subscriptions,
		terminal,
		({ state }) => (state === 'disabled' ? 'yellow' : undefined),
	);
}
