import type { ITriggerFunctions } from 'n8n-workflow';
import type { RunNotice } from '../../../core/ports/runs/runs';
import { fitsName } from '../../../core/tools/tool-names';
import { splitNames } from '../../shared/split-names';

export function readFilter(context: Pick<ITriggerFunctions, 'getNodeParameter'>): (notice: RunNotice) => boolean {
	const events = new Set(context.getNodeParameter('events', []) as string[]);
	const read = (name: string) => splitNames(context.getNodeParameter(name, '') as string);
	const agents = read('agents');
	const approvers = read('approvers');
	const tools = read('tools');
	const fits = (patterns: string[], values: Array<string | undefined>) =>
		patterns.length === 0 || values.some((value) => value !== undefined && patterns.some((pattern) => fitsName(pattern, value)));
	return ({ kind, agent, pending }) =>
		(events.size === 0 || events.has(kind)) &&
		fits(agents, [agent.id]) &&
		fits(
			approvers,
			pending.map(({ approver }) => approver),
		) &&
		fits(
			tools,
			pending.map((each) => (each.kind === 'approval' ? each.tool : undefined)),
		);
}
