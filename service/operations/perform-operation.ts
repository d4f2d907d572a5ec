import { isTroupeError } from '../../core/base/errors';
import { noteAct } from '../../providers/compose/state/note-act';
import type { InputOf, InputShapes, Operation, OperationContext, OperationHost } from './operation';

/** Performs an operation, and notes it in the audit log where its store does not. */
export async function performOperation<Shapes extends InputShapes, Output, Place>(
	operation: Operation<Shapes, Output, Place>,
	input: InputOf<Shapes>,
	context: OperationContext<Place>,
): Promise<Output> {
	if (!operation.act) return operation.perform(input, context);
	const host = context.host as OperationHost;
	const answer = await operation.perform(input, context).catch(async (error: unknown) => {
		// Refused input began nothing.
		if (!isTroupeError(error) || error.code !== 'INPUT_INVALID') await noteAct(host, { ...operation.act!(input), outcome: 'failure' });
		throw error;
	});
	await noteAct(host, { ...operation.act(input, answer), outcome: 'success' });
	return answer;
}
