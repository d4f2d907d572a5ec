export interface Resource {
	name: string;
	content: string;
}

export const isDecisionFile = ({ name }: Pick<Resource, 'name'>): boolean => name.endsWith('.dmn');
export const isFormFile = ({ name }: Pick<Resource, 'name'>): boolean => name.endsWith('.form');
/** All others are BPMN. */
export const isProcessFile = (resource: Pick<Resource, 'name'>): boolean => !isDecisionFile(resource) && !isFormFile(resource);

export interface DeployedProcess {
	processId: string;
	version: number;
	processDefinitionKey: string;
	resourceName: string;
}

export interface DeployedDecision {
	decisionId: string;
	name: string;
	version: number;
	decisionKey: string;
	requirementsId: string;
	requirementsKey: string;
	requirementsName: string;
	requirementsVersion: number;
	resourceName: string;
}

export interface DeployedForm {
	formId: string;
	version: number;
	formKey: string;
	resourceName: string;
}

export interface Deployment {
	deploymentKey: string;
	processes: DeployedProcess[];
	/** Absent if the engine does not report them. */
	decisions?: DeployedDecision[];
	/** Absent if the engine does not report them. */
	forms?: DeployedForm[];
}
