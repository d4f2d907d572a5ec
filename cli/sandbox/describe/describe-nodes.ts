import type { NodeRun, WorkflowRun } from '../../../providers/tools/n8n-node/program/run-workflow';
import { countNouns } from '../../terminal/format-text';
import { printable } from '../../terminal/terminal';

export function describeNode({ node, outputs, durationMs, error, failedItems }: NodeRun): string {
	const failed = failedItems === undefined ? '' : `, ${failedItems} of them with an error`;
	const counts = outputs.length === 0 ? 'no items' : outputs.map((items) => countNouns(items.length, 'item')).join(', ');
	return `${printable(node)}: ${error === undefined ? `${counts}${failed}` : `error: ${printable(error)}`} (${durationMs} ms)`;
}

/** Describes how the run of a workflow ended: a process can end well although a node of it failed. */
export function describeNodesEnding({ finished, error, runs }: WorkflowRun): string {
	const failed = (isFailed: (run: NodeRun) => boolean) => [...new Set(runs.filter(isFailed).map(({ node }) => `"${printable(node)}"`))];
	if (!finished) {
		const [node] = failed((run) => run.error !== undefined).slice(-1);
		return node === undefined ? `failed (${printable(error ?? 'the workflow did not finish')})` : `failed at the node ${node}`;
	}
	const passed = failed((run) => run.error !== undefined || run.failedItems !== undefined);
	return passed.length === 0 ? 'completed' : `completed, although ${passed.join(', ')} had errors,`;
}
