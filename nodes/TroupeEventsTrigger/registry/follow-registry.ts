import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { isTroupeError, getErrorMessage } from '../../../core/base/errors';
import type { Gate } from '../../../core/ports/manifests';
import type { RegistryEvent } from '../../../manifests/registry/registry-api';
import { admitNode, whenRefused } from '../../shared/host';
import { type OpenRegistry, openRegistry, type RegistryOpener } from '../../shared/registry/open-registry';
import { inWordsOfNodes } from '../../shared/registry/registry-fault';
import { nodeMemory } from '../records/node-memory';
import { toTriggerItem } from '../../shared/item-tokens/hide-item';
import { toNodeError } from '../../shared/to-node-error';
import { EventFeed, type FeedSettings } from './event-feed';
import { splitNames } from '../../shared/split-names';
import { warnLog } from '../../shared/warn-log';

const node = 'troupeEventsTrigger';

/** Asks the gate and opens the registry first, then gives one event to the editor's test, or all to an active workflow. */
export async function followRegistry(
	context: ITriggerFunctions,
	gate: Gate,
	open: RegistryOpener = openRegistry,
	settings?: FeedSettings,
): Promise<ITriggerResponse> {
	await admitNode(context, gate, node);
	try {
		const registry = await open(context);
		return context.getMode() === 'manual' ? testOnce(context, registry, settings) : await follow(context, registry, gate, settings);
	} catch (error) {
		throw toNodeError(context.getNode(), inWordsOfNodes(error));
	}
}

/** After a restart of n8n, continues after the last event delivered; when a person publishes, starts with the next one. */
async function follow(
	context: ITriggerFunctions,
	{ api, caller }: OpenRegistry,
	gate: Gate,
	settings?: FeedSettings,
): Promise<ITriggerResponse> {
	const matches = readFilter(context);
	const memory = nodeMemory<{ lastId?: number }>(context, 'registry');
	const emit = openEmit(context);
	const give = (event: RegistryEvent) => {
		memory.lastId = event.id;
		if (matches(event)) emit(event);
	};
	const feed = new EventFeed(api, caller, listener(context, give), settings);
	memory.lastId = await beginning(context, feed, memory.lastId);
	feed.start(memory.lastId);
	const endWatch = whenRefused(context, gate, node, (error) => {
		feed.close();
		context.emitError(error);
	});
	return {
		closeFunction: async () => {
			endWatch();
			feed.close();
		},
	};
}

/** @throws NodeOperationError where a person publishes, and the registry does not answer or lets nobody in */
async function beginning(context: ITriggerFunctions, feed: EventFeed, lastId: number | undefined): Promise<number> {
	const goesOn = context.getActivationMode() !== 'activate' && lastId !== undefined;
	try {
		const newest = await feed.newest();
		// A newly created registry counts from the beginning again.
		return goesOn ? Math.min(lastId, newest) : newest;
	} catch (error) {
		// At n8n's start the registry may come later: nobody would publish the workflow again.
		if (!goesOn || (isTroupeError(error) && error.code === 'ACCESS_DENIED')) throw toNodeError(context.getNode(), inWordsOfNodes(error));
		await warnLog(context.logger, `${context.getNode().name} keeps trying: ${getErrorMessage(error)}`);
		return lastId;
	}
}

function testOnce(context: ITriggerFunctions, { api, caller }: OpenRegistry, settings?: FeedSettings): ITriggerResponse {
	const matches = readFilter(context);
	const emit = openEmit(context);
	const give = (event: RegistryEvent) => {
		if (!matches(event)) return;
		feed.close();
		emit(event);
	};
	const feed = new EventFeed(api, caller, listener(context, give), settings);
	return {
		manualTriggerFunction: async () => {
			try {
				feed.start(await feed.newest());
			} catch (error) {
				throw toNodeError(context.getNode(), inWordsOfNodes(error));
			}
		},
		closeFunction: async () => feed.close(),
	};
}

function listener(context: ITriggerFunctions, give: (event: RegistryEvent) => void) {
	return {
		give,
		fail: (error: unknown) => context.emitError(toNodeError(context.getNode(), inWordsOfNodes(error))),
		warn: (line: string) => void warnLog(context.logger, `${context.getNode().name}: ${line}`),
	};
}

/** Puts an event's subject beside its type: a workflow reads `{{ $json.name }}`. Events keep their order. */
function openEmit(context: ITriggerFunctions): (event: RegistryEvent) => void {
	let before = Promise.resolve();
	const emit = async ({ id, type, at, about }: RegistryEvent) =>
		context.emit([[{ json: await toTriggerItem(context, { ...about, id, event: type, at }, { id: `registry ${id}` }) }]]);
	return (event) => {
		before = before.then(() => emit(event)).catch((error: unknown) => context.emitError(toNodeError(context.getNode(), error)));
	};
}

/** Returns a filter by the form's events, read once: expressions cannot be evaluated later. */
function readFilter(context: ITriggerFunctions): (event: RegistryEvent) => boolean {
	const events = context.getNodeParameter('events', []) as string[];
	const kinds = context.getNodeParameter('kinds', []) as string[];
	const names = splitNames(context.getNodeParameter('names', '') as string);
	return ({ type, about }) =>
		(events.length === 0 || events.includes(type)) &&
		(kinds.length === 0 || about.kind === undefined || kinds.includes(about.kind)) &&
		(names.length === 0 || [about.name, about.rollout].some((name) => name !== undefined && names.includes(name)));
}
