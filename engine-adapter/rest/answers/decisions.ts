import { integer, json, string } from '../../../service/http/describe-operations';
import { date, describeAnswers, listOf, shape, texts } from './shape';

const deployedDecision = {
	...texts('decisionDefinitionKey', 'decisionDefinitionId', 'name', 'decisionRequirementsId', 'decisionRequirementsKey', 'tenantId'),
	version: integer,
};

export const decisionDefinitions = describeAnswers(
	'The decision',
	shape({ ...deployedDecision, decisionRequirementsName: string, decisionRequirementsVersion: integer }),
);

const requirements = shape({
	...texts('decisionRequirementsKey', 'decisionRequirementsId', 'decisionRequirementsName', 'resourceName', 'tenantId'),
	version: integer,
});

export const decisionRequirements = describeAnswers('The DMN model', requirements);

const output = shape(texts('outputId', 'outputName', 'outputValue'), { ruleId: string, ruleIndex: integer });

const rules = {
	evaluatedInputs: listOf(shape(texts('inputId', 'inputName', 'inputValue'))),
	matchedRules: listOf(shape({ ruleId: string, ruleIndex: integer, evaluatedOutputs: listOf(output) })),
};

const decision = {
	...texts('decisionDefinitionId', 'decisionDefinitionKey', 'decisionDefinitionName', 'tenantId'),
	decisionDefinitionVersion: integer,
};

const instance = {
	...decision,
	...texts(
		'decisionEvaluationKey',
		'decisionEvaluationInstanceKey',
		'state',
		'decisionDefinitionType',
		'result',
		'rootDecisionDefinitionKey',
	),
	evaluationDate: date,
};
const ofInstance = {
	...texts('evaluationFailure', 'processInstanceKey', 'elementInstanceKey'),
	...texts('processDefinitionKey', 'rootProcessInstanceKey', 'businessId'),
};

export const decisionInstances = {
	search: describeAnswers('', shape(instance, ofInstance)).search,
	one: { 200: json('The decision instance', shape({ ...instance, ...rules }, ofInstance)) },
};

const evaluated = shape({
	...decision,
	...texts('decisionEvaluationInstanceKey', 'decisionDefinitionType', 'output'),
	...rules,
});

export const evaluation = {
	200: json(
		'The evaluation',
		shape(
			{
				...decision,
				...texts('decisionRequirementsId', 'decisionRequirementsKey', 'decisionEvaluationKey', 'decisionInstanceKey', 'output'),
				evaluatedDecisions: listOf(evaluated),
			},
			texts('failedDecisionDefinitionId', 'failureMessage'),
		),
	),
};

const process = shape({
	...texts('processDefinitionId', 'processDefinitionKey', 'resourceName', 'tenantId'),
	processDefinitionVersion: integer,
});

export const deployed = shape(
	{},
	{
		processDefinition: process,
		decisionDefinition: shape(deployedDecision),
		decisionRequirements: requirements,
		form: shape({ ...texts('formKey', 'formId', 'resourceName', 'tenantId'), version: integer }),
		resource: { type: 'object' },
	},
);
