import { parseJson } from '../../../core/base/text/json/lossless-json';
import { openOperations } from '../../../providers/compose/state/host-operations';
import type { StoredOperation } from '../../../providers/state/operations/operations';
import { allows } from '../../access/scopes';
import type { OperationHost } from '../operation';
import type { Reaching } from '../reach';
import {
	boundTo,
	type DescribedOperation,
	describeOperation,
	endedWithoutOutcome,
	type Outcome,
	type ShownOperation,
} from './describe-operation';

/** HTTP callers see their own, or with `work:manage` the tenant's. */
export const seesAll = ({ grant }: Reaching): boolean => grant === undefined || grant.scopes.has('work:manage');

export const mayRead = ({ scope }: StoredOperation, { grant }: Reaching): boolean =>
	!grant || scope === 'any' || allows(grant.scopes, scope);

/** Details are for permitted readers, the service's machines for its operators. */
export async function describeFor(stored: StoredOperation, host: OperationHost & Reaching): Promise<DescribedOperation> {
	const { unseal } = await openOperations(host);
	const isShown = stored.about !== null && mayRead(stored, host);
	return {
		...describeOperation(stored),
		...(isShown && { about: await unseal(stored.about!, boundTo(host.tenant, stored.id, 'about')) }),
		...(stored.process !== null && seesAll(host) && { process: stored.process }),
	};
}

export async function showOutcome(stored: StoredOperation, host: OperationHost & Reaching): Promise<ShownOperation> {
	const described = await describeFor(stored, host);
	if (stored.answer === null) {
		const error = endedWithoutOutcome[stored.state];
		return { ...described, ...(error && { error }) };
	}
	const { unseal } = await openOperations(host);
	return { ...described, ...(parseJson(await unseal(stored.answer, boundTo(host.tenant, stored.id, 'outcome'))) as Outcome) };
}
