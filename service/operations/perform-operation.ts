import { isTroupeError } from '../../core/base/errors';
import { noteAct } from '../../providers/compose/state/note-act';
import type { InputOf, InputShapes, Operation, OperationContext, OperationHost } from './operation';

/** Performs an operation, and notes it in the audit log where its store does not. */
export async function performOperation<Shapes extends InputShapes, Output, Place>(
	operation: Operation<Shapes, Output, Place>,
	input: InputOf<Shapes>,
	context: OperationContext<Place>,
): Promise<Output> {
	const { act } = operation;
	if (!act) return operation.perform(input, context);
	const host = context.host as OperationHost;
	try {
		const answer = await operation.perform(input, context);
		await noteAct(host, { ...act(input, answer), outcome: 'success' });
		return answer;
	} catch (error) {
		// What was never begun is no act.
		if (!isTroupeError(error) || error.code !== 'INPUT_INVALID') await noteAct(host, { ...act(input), outcome: 'failure' });
		throw error;
	}
}
