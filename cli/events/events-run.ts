import { eventKinds, eventTypes } from '../../core/events/event-types';
import { selectTypes } from '../../core/events/select-types';
import type { EventStore } from '../../core/ports/events/event-store';
import type { Subscription } from '../../core/ports/events/subscriptions';
import { addSubscription } from '../../providers/compose/events/add-subscription';
import { openEvents } from '../../providers/compose/events/events';
import { openPrivateState } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { describeSubscription } from '../../service/events/describe-events';
import { subscriptionNotFound } from '../../service/events/not-found';

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
	const types = selectTypes(events);
	const { store, tenant } = await openOwnEvents(terminal);
	const wanted = { url, types, maxAttempts: attempts };
	const { subscription: added, secret } = await addSubscription(store, tenant, wanted, terminal.environment);
	if (json) terminal.print(JSON.stringify({ ...describeSubscription(added), secret }));
	else terminal.print(secret);
	terminal.note(
		`The subscription ${added.id} gets ${describeTypes(added)} from now on, sent by \`troupe serve\`. The secret is shown only here.`,
	);
	return 0;
}

export async function runEventsList({ json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openOwnEvents(terminal);
	const subscriptions = await store.subscriptions.list(tenant);
	if (json) terminal.print(JSON.stringify(subscriptions.map(describeSubscription)));
	else if (subscriptions.length === 0) terminal.note(`The tenant ${tenant} has no subscriptions. Add one: troupe events subscribe URL`);
	else tableOf(subscriptions, terminal).forEach(terminal.print);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runEventsRemove(id: string, { json, yes }: RemoveOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openOwnEvents(terminal);
	const subscription = await store.subscriptions.find(tenant, id);
	if (!subscription) throw subscriptionNotFound(id);
	const question = `Remove the subscription of ${subscription.url}? It receives no more events, and those that wait for it are not sent.`;
	if (!(await confirmedByPerson(printable(question), { yes }, terminal))) return 1;
	if (!(await store.subscriptions.remove(tenant, id))) throw subscriptionNotFound(id);
	if (json) terminal.print(JSON.stringify({ id, removed: true }));
	terminal.note(`Removed the subscription ${id}. What waited for it is dead.`);
	return 0;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runEventsEnable(id: string, { json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	const { store, tenant } = await openOwnEvents(terminal);
	if (!(await store.subscriptions.enable(tenant, id))) throw subscriptionNotFound(id);
	if (json) terminal.print(JSON.stringify({ id, state: 'active' }));
	terminal.note(`The subscription ${id} is active. What it missed: troupe deliveries replay --from TIME --to TIME --subscriber ${id}`);
	return 0;
}

export async function runEventsTypes({ json }: EventOptions, terminal: Terminal): Promise<ExitCode> {
	const kinds = eventTypes.map((type) => ({ type, ...eventKinds[type] }));
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

/** Opens the events of the tenant for one command. */
export async function openOwnEvents(terminal: Terminal): Promise<{ store: EventStore; tenant: string }> {
	const host = openPrivateState(terminal);
	return { store: await openEvents(host), tenant: host.tenant };
}

const describeTypes = ({ types }: Subscription) => (types.length === 0 ? 'all events' : types.join(', '));

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
