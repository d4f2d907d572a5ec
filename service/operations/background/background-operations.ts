import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { string } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { openOperations } from '../../../providers/compose/state/host-operations';
import {
	type OperationFilter,
	type OperationState,
	operationStates,
	type StoredOperation,
} from '../../../providers/state/operations/operations';
import { needsLogin } from '../../../manifests/registry/access/access';
import { requireScope } from '../../access/ask-for-scope';
import type { NarrowScope } from '../../access/scopes';
import { operation, type OperationContext, type OperationHost } from '../operation';
import { decodePlace, toPage } from '../../http/page';
import type { Reaching } from '../reach';
import { type DescribedOperation, isOpen, listedOperation, type ShownOperation, shownOperation } from './describe-operation';
import { lookSoon } from './look-soon';
import { describeFor, mayRead, seesAll, showOutcome } from './show-outcome';

type Context = OperationContext<OperationHost & Reaching>;

const tag = 'operations';
const path = 'operations';
const ofOne = closed({ id: text(100) });
const maxWaitSeconds = 30;
const defaultPage = 100;
export const waiting = { waitSeconds: Type.Integer({ minimum: 0, maximum: maxWaitSeconds }) };
export const listing = { state: Type.Enum([...operationStates]), limit: limit(1_000), cursor };
export const listed = Type.Object({ items: Type.Array(listedOperation), ...optional({ cursor: string }) });

export const listOperations = operation({
	summary: 'List operations in the background, the newest first',
	tag,
	method: 'GET',
	path,
	scope: 'any',
	input: { query: closed(optional({ ...listing, operation: text(100) })) },
	output: listed,
	perform: ({ operation: name, ...input }, { host, by }: Context) => listPage(input, { name, ...(!seesAll(host) && { caller: by }) }, host),
});

export async function listPage(
	{ state, limit: max = defaultPage, cursor: place }: { state?: OperationState; limit?: number; cursor?: string },
	filter: Pick<OperationFilter, 'name' | 'caller' | 'kind'>,
	host: OperationHost,
): Promise<{ items: DescribedOperation[]; cursor?: string }> {
	const last = decodePlace(place, 0, '');
	const { store } = await openOperations(host);
	const before = last && { createdAt: last[0], id: last[1] };
	const rows = await store.list(host.tenant, { ...filter, limit: max + 1, state, before });
	const { items, ...more } = toPage(rows, max, ({ createdAt, id }) => [createdAt, id]);
	return { items: await Promise.all(items.map((one) => describeFor(one, host))), ...more };
}

export const showOperation = operation({
	summary: 'Read an operation in the background; wait until it has ended',
	tag,
	method: 'GET',
	path: `${path}/:id`,
	scope: 'any',
	input: { params: ofOne, query: closed(optional(waiting)) },
	output: shownOperation,
	perform: async ({ id, waitSeconds }, context: Context): Promise<ShownOperation> =>
		showOutcome(await untilEnd(await find(id, context), waitSeconds, context), context.host),
});

/**
 * Waits for an operation's end, bounded. @param removed the error for one that was removed meanwhile @returns its state @throws TroupeError
 * RESOURCE_NOT_FOUND
 */
export async function untilEnd(
	begun: StoredOperation,
	waitSeconds = 0,
	{ host, signal }: OperationContext,
	removed = notFound,
): Promise<StoredOperation> {
	const deadline = performance.now() + waitSeconds * 1_000;
	const { store } = await openOperations(host);
	let stored = begun;
	while (isOpen(stored) && performance.now() < deadline && !signal.aborted) {
		const seen = await lookSoon(store, host.tenant, stored.id);
		if (!seen) throw removed(stored.id);
		stored = seen;
	}
	return stored;
}

export const cancelOperation = operation({
	act: ({ id }) => ({ action: 'operation.cancelled', object: { kind: 'operation', value: id } }),
	summary: 'Cancel an operation in the background',
	tag,
	method: 'POST',
	path: `${path}/:id/cancel`,
	scope: 'any',
	input: { params: ofOne },
	output: listedOperation,
	/** Finished parts stay. @throws TroupeError STATE_CONFLICT for one that has ended */
	async perform({ id }, context: Context) {
		await find(id, context);
		const { store } = await openOperations(context.host);
		const isCancelled = await store.cancel(context.host.tenant, id);
		const stored = await find(id, context);
		if (isCancelled) return describeFor(stored, context.host);
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The operation has ended: it is ${stored.state}.`,
			fix: 'Read what it came to.',
			details: { id, state: stored.state },
		});
	},
});

/** @throws TroupeError RESOURCE_NOT_FOUND for one of others, ACCESS_DENIED without the operation's own right */
async function find(id: string, { host, by }: Context): Promise<StoredOperation> {
	const { store } = await openOperations(host);
	const stored = await store.find(host.tenant, id);
	if (!stored || (stored.caller !== by && !seesAll(host))) throw needsLogin(host.grant ?? null, 'work:manage') ?? notFound(id);
	if (!mayRead(stored, host)) requireScope(host.grant!, stored.scope as NarrowScope);
	return stored;
}

const notFound = (id: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no operation ${JSON.stringify(id.slice(0, 100))}.`,
		fix: 'List those of your own with `troupe operations list` or GET /api/v1/operations. They are kept for a week after their end.',
	});
