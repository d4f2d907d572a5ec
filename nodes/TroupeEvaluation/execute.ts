import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Gate, PublishedAgents } from '../../core/ports';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { whileNodeAdmitted } from '../shared/host';
import { runSet } from './run-set';
import { scoreItems } from './score-items';

/** Keys and gate that decide which sets and agents this node may run. */
export interface Trust {
	gate: Gate;
	published?: PublishedAgents;
}

/** The evaluation node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate?: Gate, published?: PublishedAgents): Promise<INodeExecutionData[][]> {
	const trust = gate ? { gate, published } : defaultTrust();
	return whileNodeAdmitted(this, trust.gate, 'troupeEvaluation', (admitted) => {
		const own = { gate: admitted.gate, published: trust.published };
		const isScore = this.getNodeParameter('operation', 0) === 'score';
		return isScore ? scoreItems(this, own, admitted.signal) : runSet(this, own, admitted.signal);
	});
}

/** Reads the share of cases that must pass. @throws TroupeError INPUT_INVALID */
export function readThreshold(context: IExecuteFunctions, item: number): number {
	const value: unknown = context.getNodeParameter('threshold', item, 1);
	if (typeof value === 'number' && value >= 0 && value <= 1) return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "Threshold" is ${JSON.stringify(value)?.slice(0, 40)}; expected a number from 0 to 1.`,
		fix: 'Set it to the share of cases that must pass, such as 0.95.',
	});
}
