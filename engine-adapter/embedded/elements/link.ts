import type { SequenceFlow } from '../../../bpmn/reading/process-model';
import type { ElementContext } from '../flow/kernel';
import { activateIn } from '../flow/tokens';

/** Zeebe's documentation, link events: the token goes on at the catch event of the same name in the scope; flows of the throw event are not taken. */
export function followLink({ kernel, instance, process, node }: ElementContext): SequenceFlow[] {
	const { name } = node.event as { name: string };
	const target = process
		.nodesOf(node.scopeId)
		.find(({ type, event }) => type === 'intermediateCatchEvent' && event?.kind === 'link' && event.name === name);
	activateIn(kernel, instance, target!.id);
	return [];
}
