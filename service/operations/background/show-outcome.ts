import { parseJson } from '../../../core/base/text/json/lossless-json';
import { openOperations } from '../../../providers/compose/state/host-operations';
import type { StoredOperation } from '../../../providers/state/operations/operations';
import type { OperationHost } from '../operation';
import { boundTo, describeOperation, endedWithoutOutcome, type Outcome, type ShownOperation } from './describe-operation';

/** Describes an operation with its answer, or why it has none. */
export async function showOutcome(stored: StoredOperation, host: OperationHost): Promise<ShownOperation> {
	const described = describeOperation(stored);
	if (stored.answer === null) {
		const error = endedWithoutOutcome[stored.state];
		return { ...described, ...(error && { error }) };
	}
	const { unseal } = await openOperations(host);
	return { ...described, ...(parseJson(await unseal(stored.answer, boundTo(host.tenant, stored.id, 'outcome'))) as Outcome) };
}
