import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { whileNodeAdmitted } from '../shared/host';
import { runSet } from './run-set';
import { scoreItems } from './score-items';

export async function execute(this: IExecuteFunctions, gate?: Gate, published?: PublishedAgents): Promise<INodeExecutionData[][]> {
	const trust = gate ? { gate, published } : defaultTrust();
	return whileNodeAdmitted(this, trust.gate, 'troupeEvaluation', (admitted) => {
		const own = { gate: admitted.gate, published: trust.published };
		const isScore = this.getNodeParameter('operation', 0) === 'score';
		return isScore ? scoreItems(this, own, admitted.signal) : runSet(this, own, admitted.signal);
	});
}
