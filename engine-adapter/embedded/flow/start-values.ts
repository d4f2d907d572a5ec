import type { FlowNode } from '../../../bpmn/reading/process-model';
import { findLine } from '../../../bpmn/reading/read-process';
import { refuseProblems } from '../../../bpmn/validate/validate-process';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { IncidentCause } from './incident-cause';
import type { Kernel } from './kernel';

/** At deployment there are no variables yet. @throws TroupeError PROCESS_INVALID for an empty result, as in Zeebe (recorded from 8.6) */
export function evaluateForStart<T>(kernel: Kernel, process: ExecutableProcess, node: FlowNode, evaluate: (see: () => undefined) => T): T {
	try {
		return evaluate(() => undefined);
	} catch (error) {
		if (!(error instanceof IncidentCause)) throw error;
		const { content } = kernel.database.get<{ content: string }>('SELECT content FROM definition WHERE key = ?', process.key)!;
		refuseProblems([
			{
				file: process.resourceName,
				elementId: node.id,
				line: findLine(content, node.id),
				message: `its start event cannot be evaluated: ${error.message.replace(/\.$/, '')}`,
				fix: 'Do not use variables: a start event is evaluated when its process is deployed.',
			},
		]);
		throw error;
	}
}
