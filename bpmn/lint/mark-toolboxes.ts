import type { ModdleElement } from 'bpmn-moddle';
import { findExtension, listElements, listFlowElements, readJobType } from '../rules/moddle';

/** The mark that Camunda's rules and templates know an agent's toolbox by. */
const mark = { name: 'io.camunda.agenticai.toolContainer', value: 'true' };

/** Lets Camunda's rules check the elements of our toolboxes as they check its own, marked or not. */
export function markToolboxes(root: ModdleElement): void {
	const elements = listElements(root, 'rootElements').flatMap(listFlowElements);
	for (const toolbox of elements.filter(({ $type }) => $type === 'bpmn:AdHocSubProcess')) {
		if (readJobType(toolbox) === 'troupe:agent') addMark(toolbox);
	}
}

function addMark(toolbox: ModdleElement): void {
	const extensions = toolbox.extensionElements as ModdleElement;
	const marked = toolbox.$model.create('zeebe:Property', mark);
	const properties = findExtension(toolbox, 'zeebe:Properties');
	if (properties) properties.properties = [...listElements(properties, 'properties'), marked];
	else extensions.values = [...listElements(extensions, 'values'), toolbox.$model.create('zeebe:Properties', { properties: [marked] })];
}
