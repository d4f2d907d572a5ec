/** The page of modeler.ts: what Camunda Modeler puts together for Camunda 8, without its windows. */
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import BpmnModeler from 'bpmn-js/lib/Modeler';
import ZeebeBehaviorsModule from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

const modeler = new BpmnModeler({
	container: '#canvas',
	propertiesPanel: { parent: '#properties' },
	additionalModules: [
		BpmnPropertiesPanelModule,
		BpmnPropertiesProviderModule,
		ZeebePropertiesProviderModule,
		ZeebeBehaviorsModule,
		CloudElementTemplatesPropertiesProviderModule,
	],
	moddleExtensions: { zeebe },
});

globalThis.modeler = {
	/** Opens a model with templates loaded; resolves with what the import and the templates' loader complained about. */
	async open(xml, templates) {
		const complaints = [];
		modeler.get('eventBus').on('elementTemplates.errors', ({ errors }) => complaints.push(...errors.map(({ message }) => message)));
		modeler.get('elementTemplatesLoader').setTemplates(templates);
		const { warnings } = await modeler.importXML(xml);
		modeler.get('canvas').zoom('fit-viewport');
		return [...complaints, ...warnings.map(({ message }) => message)];
	},
	/** The ids of the templates that the properties panel offers for the element. */
	offered: (elementId) =>
		modeler
			.get('elementTemplates')
			.getLatest(null)
			.filter(({ appliesTo }) => appliesTo.includes(elementOf(elementId).type) || appliesTo.includes('bpmn:Task'))
			.map(({ id }) => id),
	apply(elementId, templateId) {
		const templates = modeler.get('elementTemplates');
		modeler.get('selection').select(templates.applyTemplate(elementOf(elementId), templates.getLatest(templateId)[0]));
	},
	xml: async () => (await modeler.saveXML({ format: true })).xml,
};

const elementOf = (id) => modeler.get('elementRegistry').get(id);
