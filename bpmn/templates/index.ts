/** Element templates for Camunda Modeler: one for each job type, and one for a toolbox. */
import troupeAgent from './troupe-agent.json';
import troupeAgentToolbox from './troupe-agent-toolbox.json';
import troupeCrm from './troupe-crm.json';
import troupeEval from './troupe-eval.json';
import troupeGuardrail from './troupe-guardrail.json';
import troupeHandOver from './troupe-hand-over.json';
import troupeHttp from './troupe-http.json';
import troupeIngest from './troupe-ingest.json';
import troupeModel from './troupe-model.json';
import troupeN8nNode from './troupe-n8n-node.json';
import troupeN8nWorkflow from './troupe-n8n-workflow.json';
import troupeRemember from './troupe-remember.json';
import troupeRetrieve from './troupe-retrieve.json';
import troupeSend from './troupe-send.json';

/** Part of a template that this code reads; Camunda's schema describes all of it. */
export interface ElementTemplate {
	id: string;
	version: number;
	/** A task keeps its own output mappings when the template is applied. */
	entriesVisible: { outputs: boolean };
	properties: Array<{
		id: string;
		label?: string;
		value?: string;
		description?: string;
		/** `required`: the value is an expression. */
		feel?: string;
		constraints?: { notEmpty?: boolean; pattern?: { value: string; message?: string } };
		choices?: Array<{ value: string }>;
		condition?: { property?: string; oneOf?: string[] };
		binding: { type: string; property?: string; source?: string; name?: string; key?: string };
	}>;
}

export const elementTemplates: Array<{ fileName: string; template: ElementTemplate }> = [
	{ fileName: 'troupe-agent.json', template: troupeAgent },
	{ fileName: 'troupe-agent-toolbox.json', template: troupeAgentToolbox },
	{ fileName: 'troupe-crm.json', template: troupeCrm },
	{ fileName: 'troupe-eval.json', template: troupeEval },
	{ fileName: 'troupe-guardrail.json', template: troupeGuardrail },
	{ fileName: 'troupe-hand-over.json', template: troupeHandOver },
	{ fileName: 'troupe-http.json', template: troupeHttp },
	{ fileName: 'troupe-ingest.json', template: troupeIngest },
	{ fileName: 'troupe-model.json', template: troupeModel },
	{ fileName: 'troupe-n8n-node.json', template: troupeN8nNode },
	{ fileName: 'troupe-n8n-workflow.json', template: troupeN8nWorkflow },
	{ fileName: 'troupe-remember.json', template: troupeRemember },
	{ fileName: 'troupe-retrieve.json', template: troupeRetrieve },
	{ fileName: 'troupe-send.json', template: troupeSend },
];

/** Lists the fields of a job type's forms: an agent is a task, or the job of an ad-hoc sub-process. */
export const listProperties = (jobType: string): ElementTemplate['properties'] =>
	elementTemplates.flatMap(({ template: { properties } }) => (readType(properties) === jobType ? properties : []));

const readType = (properties: ElementTemplate['properties']): string | undefined =>
	properties.find(({ binding }) => binding.type === 'zeebe:taskDefinition' && binding.property === 'type')?.value;
