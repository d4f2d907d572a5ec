/** Performs operations for commands and HTTP, and notes acts that their stores do not note in the audit log. */
import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import { openAuditKeys } from '../../providers/compose/state/host-audit';
import { noteAct } from '../../providers/compose/state/note-act';
import type { InputOf, InputShapes, Operation, OperationContext, OperationHost } from './operation';

/** @throws TroupeError as the operation; STORAGE_…, VAULT_UNREADABLE before it begins, if the audit log could not record it */
export async function performOperation<Shapes extends InputShapes, Output, Place>(
	operation: Operation<Shapes, Output, Place>,
	input: InputOf<Shapes>,
	context: OperationContext<Place>,
): Promise<Output> {
	if (!operation.act) return operation.perform(input, context);
	const host = context.host as OperationHost;
	await openAuditKeys(host);
	const answer = await operation.perform(input, context).catch(async (error: unknown) => {
		if (!isTroupeError(error) || error.code !== 'INPUT_INVALID')
			await noteFailure(host, operation.act!(input, undefined, error, host.tenant));
		throw error;
	});
	const act = operation.act(input, answer, undefined, host.tenant);
	if (act) await noteAct(host, { ...act, outcome: 'success' });
	return answer;
}

/** The operator gets its own fault: the caller must hear the first one. */
async function noteFailure(host: OperationHost, act: ReturnType<NonNullable<Operation['act']>>): Promise<void> {
	if (!act) return;
	await noteAct(host, { outcome: 'failure', ...act }).catch((fault: unknown) =>
		warnOperator(`The audit log does not tell that ${act.action} failed: ${getErrorMessage(fault)}`, { code: 'TROUPE_AUDIT' }),
	);
}
