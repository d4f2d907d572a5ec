/** The page of headless-modeler.ts: what applies element templates in Camunda Modeler, without its panel. */
import { CloudElementTemplatesCoreModule } from 'bpmn-js-element-templates/core';
import BpmnModeler from 'bpmn-js/lib/Modeler';
import ZeebeBehaviorsModule from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

const modeler = new BpmnModeler({
	container: '#canvas',
	additionalModules: [ZeebeBehaviorsModule, CloudElementTemplatesCoreModule],
	moddleExtensions: { zeebe },
});
const complaints = [];
const collect = (found) => complaints.push(...found.map(({ message }) => message));
modeler.get('eventBus').on('elementTemplates.errors', ({ errors }) => collect(errors));
modeler.get('eventBus').on('elementTemplates.warnings', ({ warnings }) => collect(warnings));
let ready;

globalThis.modeler = {
	/** Loads the template and returns what its loader complained about. */
	async load(template) {
		await (ready ??= modeler.createDiagram());
		complaints.length = 0;
		modeler.get('elementTemplatesLoader').setTemplates([template]);
		return [...complaints];
	},
	/** Applies the loaded template with a preset and then sets properties, and returns the input mappings that the task has then. */
	apply(presetId, changes) {
		const [template] = modeler.get('elementTemplates').getAll();
		const modeling = modeler.get('modeling');
		const root = modeler.get('canvas').getRootElement();
		const task = modeling.createShape({ type: 'bpmn:Task' }, { x: 100, y: 100 }, root);
		const applied = modeler.get('elementTemplates').applyTemplate(task, template, { presetId });
		for (const { target, source } of changes) setInput(applied, target, source);
		const inputs = inputsOf(applied).map(({ source, target }) => ({ source, target }));
		modeling.removeShape(applied);
		modeler.get('commandStack').clear();
		return inputs;
	},
};

const inputsOf = ({ businessObject }) =>
	businessObject.extensionElements?.values.find(({ $type }) => $type === 'zeebe:IoMapping')?.inputParameters ?? [];

/** As the field of the panel does it: an optional input is added when it gets a value. */
function setInput(element, target, source) {
	const moddleElement = inputsOf(element).find((input) => input.target === target);
	if (moddleElement) return modeler.get('modeling').updateModdleProperties(element, moddleElement, { source });
	const mapping = element.businessObject.extensionElements.values.find(({ $type }) => $type === 'zeebe:IoMapping');
	const input = modeler.get('bpmnFactory').create('zeebe:Input', { target, source });
	input.$parent = mapping;
	modeler.get('modeling').updateModdleProperties(element, mapping, { inputParameters: [...inputsOf(element), input] });
}
