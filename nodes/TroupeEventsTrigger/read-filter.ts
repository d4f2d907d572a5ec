import type { ITriggerFunctions } from 'n8n-workflow';
import type { TroupeEvent } from '../../core/ports/events/events';
import { fitsName } from '../../core/tools/tool-names';
import { splitNames } from '../shared/split-names';

export function readFilter(context: Pick<ITriggerFunctions, 'getNodeParameter'>): (event: TroupeEvent) => boolean {
	const types = new Set(context.getNodeParameter('types', []) as string[]);
	const agents = splitNames(context.getNodeParameter('agents', '') as string);
	return ({ type, data }) => {
		const agent = findAgent(data);
		return (
			(types.size === 0 || types.has(type)) &&
			(agents.length === 0 || agent === undefined || agents.some((pattern) => fitsName(pattern, agent)))
		);
	};
}

function findAgent({ agent }: TroupeEvent['data']): string | undefined {
	if (typeof agent === 'string') return agent;
	return typeof agent === 'object' && agent !== null ? (agent as { id: string }).id : undefined;
}
