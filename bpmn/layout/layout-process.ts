import { messageOf, TroupeError } from '../core/base/errors';

/**
 * The model with a diagram in place of the one it has, if any.
 * @throws TroupeError PROCESS_INVALID when it is not BPMN, NOT_SUPPORTED when it holds several processes or pools
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
			message: `${name} has ${processes.length} processes. A diagram shows one process.`,
			fix: 'Keep each process in its own file.',
		});
	}
	try {
		return await layout(content);
	} catch (cause) {
		throw new TroupeError({
			code: 'PROCESS_INVALID',
			message: `Cannot draw a diagram of ${name}: ${messageOf(cause)}.`,
			fix: 'Fix the problems that `troupe bpmn lint` reports.',
			cause,
		});
	}
}

/** Whether a model has a diagram already. */
export const hasDiagram = (content: string): boolean => /<[\w.-]*:?BPMNShape\b/.test(content);
