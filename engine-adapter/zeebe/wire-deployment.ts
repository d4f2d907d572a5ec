import type { Deployment } from '../engine/deployments';

export interface WireDeployment {
	key: string;
	deployments: Array<{
		process?: { bpmnProcessId: string; version: number; processDefinitionKey: string; resourceName: string };
		decision?: Record<
			'dmnDecisionId' | 'dmnDecisionName' | 'decisionKey' | 'dmnDecisionRequirementsId' | 'decisionRequirementsKey',
			string
		> & {
			version: number;
		};
		decisionRequirements?: Record<'dmnDecisionRequirementsName' | 'decisionRequirementsKey' | 'resourceName', string> & { version: number };
		form?: { formId: string; version: number; formKey: string; resourceName: string };
	}>;
}

export function toDeployment({ key, deployments }: WireDeployment): Deployment {
	const models = new Map(
		deployments.flatMap(({ decisionRequirements: one }) => (one ? [[one.decisionRequirementsKey, one] as const] : [])),
	);
	return {
		deploymentKey: key,
		processes: deployments.flatMap(({ process: one }) =>
			one
				? [
						{
							processId: one.bpmnProcessId,
							version: one.version,
							processDefinitionKey: one.processDefinitionKey,
							resourceName: one.resourceName,
						},
					]
				: [],
		),
		decisions: deployments.flatMap(({ decision: one }) => {
			const model = one && models.get(one.decisionRequirementsKey);
			return model
				? [
						{
							decisionId: one.dmnDecisionId,
							name: one.dmnDecisionName,
							version: one.version,
							decisionKey: one.decisionKey,
							requirementsId: one.dmnDecisionRequirementsId,
							requirementsKey: one.decisionRequirementsKey,
							requirementsName: model.dmnDecisionRequirementsName,
							requirementsVersion: model.version,
							resourceName: model.resourceName,
						},
					]
				: [];
		}),
		forms: deployments.flatMap(({ form: one }) =>
			one ? [{ formId: one.formId, version: one.version, formKey: one.formKey, resourceName: one.resourceName }] : [],
		),
	};
}
