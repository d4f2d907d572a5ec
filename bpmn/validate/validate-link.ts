import type { FlowNode, ProcessModel } from '../reading/process-model';
import type { Reason } from '../reason';

/**
 * Zeebe's documentation, link events: a link has a name and leads to the one event of that name in its scope.
 * The name is taken for the whole process, sub-processes included (recorded from 8.6).
 */
export function validateLink(node: FlowNode, process: ProcessModel): Reason[] {
	if (node.event?.kind !== 'link' || node.type === 'startEvent') return [];
	const { name } = node.event;
	if (name === '') return [{ message: 'has a link without a name', fix: 'Name the link at both ends.' }];
	const ends = process.nodes.filter(
		({ type, event }) => type === 'intermediateCatchEvent' && event?.kind === 'link' && event.name === name,
	);
	if (node.type === 'intermediateCatchEvent') {
		if (ends[0] === node) return [];
		return [
			{
				message: `catches the link "${name}", which "${ends[0]!.id}" catches too`,
				fix: 'Use a unique name: only one event of a process can catch a link name.',
			},
		];
	}
	if (ends.some(({ scopeId }) => scopeId === node.scopeId)) return [];
	return [
		{
			message: `its link "${name}" leads nowhere`,
			fix: 'Add an intermediate catch event with that link name to the same process or sub-process.',
		},
	];
}
