import type { ITriggerFunctions } from 'n8n-workflow';
import type { RegistryEvent } from '../../manifests/registry/registry-api';
import { splitNames } from '../shared/split-names';

/** Whether an event is one that the form asks for; read once, for expressions cannot be evaluated later. */
export function readFilter(context: ITriggerFunctions): (event: RegistryEvent) => boolean {
	const events = context.getNodeParameter('events', []) as string[];
	const kinds = context.getNodeParameter('kinds', []) as string[];
	const names = splitNames(context.getNodeParameter('names', '') as string);
	return ({ type, about }) =>
		(events.length === 0 || events.includes(type)) &&
		// What is about no kind of thing at all, such as a policy, is not hidden by a choice of kinds.
		(kinds.length === 0 || about.kind === undefined || kinds.includes(about.kind)) &&
		(names.length === 0 || [about.name, about.flag, about.rollout].some((name) => name !== undefined && names.includes(name)));
}
