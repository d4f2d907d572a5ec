import { messageOf, TroupeError } from '../core/base/errors';

/**
 * The model with a diagram in place of the one it has, if any.
 * @throws TroupeError PROCESS_INVALID when it is no BPMN, NOT_SUPPORTED when it holds several processes or pools
 */
export async function layoutProcess(name: string, content: string): Promise<string> {
	const [{ layoutProcess: layout }, { readProcessFile }] = await Promise.all([
		import('bpmn-auto-layout'),
		import('./reading/read-process'),
	]);
	const { processes } = await readProcessFile(name, content);
	if (processes.length !== 1) {
		throw new TroupeError({
			code: processes.length === 0 ? 'PROCESS_INVALID' : 'NOT_SUPPORTED',
			message: `${name} holds ${processes.length} processes; a diagram can be drawn of one.`,
			fix: 'Keep each process in a file of its own.',
		});
	}
	try {
		return await layout(content);
	} catch (cause) {
		throw new TroupeError({
			code: 'PROCESS_INVALID',
			message: `No diagram can be drawn of ${name}: ${messageOf(cause)}.`,
			fix: 'Correct what `troupe bpmn lint` finds in it.',
			cause,
		});
	}
}

/** Whether a model has a diagram already. */
export const hasDiagram = (content: string): boolean => /<[\w.-]*:?BPMNShape\b/.test(content);
