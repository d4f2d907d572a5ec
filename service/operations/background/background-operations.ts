import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { string } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { openOperations } from '../../../providers/compose/state/host-operations';
import { operationStates, type StoredOperation } from '../../../providers/state/operations/operations';
import { withoutScope } from '../../access/ask-for-scope';
import { allows, type NarrowScope } from '../../access/scopes';
import { operation, type OperationContext, type OperationHost } from '../operation';
import { decodePlace, toPage } from '../../http/page';
import type { Reaching } from '../reach';
import { lookSoon } from './look-soon';
import {
	boundTo,
	type DescribedOperation,
	describeOperation,
	endedWithoutOutcome,
	isOpen,
	listedOperation,
	type Outcome,
	type ShownOperation,
	shownOperation,
} from './describe-operation';

type Context = OperationContext<OperationHost & Reaching>;

const tag = 'operations';
const path = 'operations';
const ofOne = closed({ id: text(100) });
const maxWaitSeconds = 30;
const defaultPage = 100;

/** Callers over HTTP see their own, or with `work:manage` those of the tenant. */
const seesAll = ({ grant }: Reaching): boolean => grant === undefined || grant.scopes.has('work:manage');

export const listOperations = operation({
	...{ summary: 'List operations in the background, the newest first', tag, method: 'GET', path, scope: 'any' },
	input: {
		query: closed(optional({ state: Type.Enum([...operationStates]), operation: text(100), limit: limit(1_000), cursor })),
	},
	output: Type.Object({ items: Type.Array(listedOperation), ...optional({ cursor: string }) }),
	async perform({ state, operation: name, limit: max = defaultPage, cursor: place }, { host, by }: Context) {
		const last = decodePlace(place, 0, '');
		const { store } = await openOperations(host);
		const rows = await store.list(host.tenant, {
			...{ limit: max + 1, state, name, ...(!seesAll(host) && { caller: by }) },
			...(last && { before: { createdAt: last[0], id: last[1] } }),
		});
		const { items, ...more } = toPage(rows, max, ({ createdAt, id }) => [createdAt, id]);
		return { items: items.map((one) => describe(one, host)), ...more };
	},
});

export const showOperation = operation({
	...{ summary: 'Read an operation in the background; wait until it has ended', tag, method: 'GET', path: `${path}/:id`, scope: 'any' },
	input: { params: ofOne, query: closed(optional({ waitSeconds: Type.Integer({ minimum: 0, maximum: maxWaitSeconds }) })) },
	output: shownOperation,
	async perform({ id, waitSeconds = 0 }, context: Context): Promise<ShownOperation> {
		const deadline = performance.now() + waitSeconds * 1_000;
		let stored = await find(id, context);
		const { store } = await openOperations(context.host);
		while (isOpen(stored) && performance.now() < deadline && !context.signal.aborted) {
			const seen = await lookSoon(store, context.host.tenant, id);
			if (!seen) throw notFound(id);
			stored = seen;
		}
		return show(stored, context);
	},
});

export const cancelOperation = operation({
	...{ summary: 'Cancel an operation in the background', tag, method: 'POST', path: `${path}/:id/cancel`, scope: 'any' },
	input: { params: ofOne },
	output: listedOperation,
	/** What is done of it stays. @throws TroupeError STATE_CONFLICT for one that has ended */
	async perform({ id }, context: Context) {
		await find(id, context);
		const { store } = await openOperations(context.host);
		const isCancelled = await store.cancel(context.host.tenant, id);
		const stored = await find(id, context);
		if (isCancelled) return describe(stored, context.host);
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The operation has ended: it is ${stored.state}.`,
			fix: 'Read what it came to.',
			details: { id, state: stored.state },
		});
	},
});

/** @throws TroupeError RESOURCE_NOT_FOUND for one of others, ACCESS_DENIED without the right that the operation itself needs */
async function find(id: string, { host, by }: Context): Promise<StoredOperation> {
	const { store } = await openOperations(host);
	const stored = await store.find(host.tenant, id);
	if (!stored || (stored.caller !== by && !seesAll(host))) throw notFound(id);
	if (!mayRead(stored, host)) throw withoutScope(stored.scope as NarrowScope);
	return stored;
}

const mayRead = ({ scope }: StoredOperation, { grant }: Reaching): boolean => !grant || scope === 'any' || allows(grant.scopes, scope);

/** What it is about is for those who may read it, and the machines of a service are for its operators. */
const describe = (stored: StoredOperation, host: Reaching): DescribedOperation => ({
	...describeOperation(stored),
	...(stored.about !== null && mayRead(stored, host) && { about: stored.about }),
	...(stored.process !== null && seesAll(host) && { process: stored.process }),
});

async function show(stored: StoredOperation, { host }: Context): Promise<ShownOperation> {
	const described = describe(stored, host);
	if (stored.answer === null) {
		const error = endedWithoutOutcome[stored.state];
		return { ...described, ...(error && { error }) };
	}
	const { unseal } = await openOperations(host);
	return { ...described, ...(JSON.parse(await unseal(stored.answer, boundTo(host.tenant, stored.id, 'outcome'))) as Outcome) };
}

const notFound = (id: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no operation ${JSON.stringify(id.slice(0, 100))}.`,
		fix: 'List those of your own with `troupe operations list` or GET /api/v1/operations. They are kept for a week after their end.',
	});
