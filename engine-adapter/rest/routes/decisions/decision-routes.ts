import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../../service/http/request-of';
import { TroupeError } from '../../../../core/base/errors';
import {
	evaluateDecision,
	readRequirementsXml,
	searchDecisions,
	searchRequirements,
	type DecisionSummary,
	type Evaluation,
	type RequirementsSummary,
} from '../../../embedded/decisions/decision-directory';
import { ownKeyOf, type DecisionInstance } from '../../../embedded/decisions/decision-instances';
import { definitionIdSchema, found, keySchema, tenantSchema, variablesSchema, byKey, type RestContext } from '../../route-context';
import { readPortions } from '../../search/read-portions';
import { findFilterValue, searchPortions, searching } from '../../search-request';
import { plain } from '../../../../manifests/registry/http/routes/registry-route';
import { decisionDefinitions, decisionRequirements, evaluation } from '../../answers/decisions';

const evaluating = {
	body: Type.Object({
		decisionDefinitionId: Type.Optional(definitionIdSchema),
		decisionDefinitionKey: Type.Optional(keySchema),
		variables: variablesSchema,
		tenantId: Type.Optional(tenantSchema),
	}),
};

const definitionFields = [
	'decisionDefinitionKey',
	'decisionDefinitionId',
	'name',
	'version',
	'decisionRequirementsId',
	'decisionRequirementsKey',
	'decisionRequirementsName',
	'decisionRequirementsVersion',
	'tenantId',
] as const;

const requirementsFields = [
	'decisionRequirementsKey',
	'decisionRequirementsId',
	'decisionRequirementsName',
	'version',
	'resourceName',
	'tenantId',
] as const;

/** POST /decision-definitions/evaluation and …/search, GET …/{key} and …/{key}/xml; POST /decision-requirements/search, GET …/{key} and …/{key}/xml. */
export function decisionRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof evaluating>>(
		'/decision-definitions/evaluation',
		{ schema: { summary: 'Evaluate a decision', 'x-answers': evaluation, ...evaluating } },
		async (request) => {
			const { body } = request;
			const engine = engineOf(request);
			const tenantId = engine.chooseTenant(body.tenantId);
			const { decisionDefinitionId: decisionId, decisionDefinitionKey: key, variables } = body;
			if ((decisionId === undefined) === (key === undefined)) throw ambiguous();
			return toEvaluation(await engine.read((kernel) => evaluateDecision(kernel, { key, decisionId, tenantId }, variables ?? {})));
		},
	);

	app.post<RequestOf<typeof searching>>(
		'/decision-definitions/search',
		{ schema: { summary: 'Search decision definitions', 'x-answers': decisionDefinitions.search, ...searching } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'decisionDefinitionKey'), decisionId: findFilterValue(body, 'decisionDefinitionId') };
			const definitions = readPortions(
				engineOf(request),
				(kernel, page) => searchDecisions(kernel, { ...query, ...page }).map(toDefinition),
				({ decisionDefinitionKey }) => decisionDefinitionKey,
			);
			return searchPortions(definitions, definitionFields, body);
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/decision-definitions/:key',
		{ schema: { summary: 'Get a decision definition', 'x-answers': decisionDefinitions.one, ...byKey } },
		async (request) => {
			const { key } = request.params;
			const [definition] = await engineOf(request).read((kernel, tenants) => searchDecisions(kernel, { key, tenants }));
			return toDefinition(found(definition, 'DECISION_NOT_FOUND', 'decision definition', key));
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/decision-definitions/:key/xml',
		{
			schema: { summary: 'Get the DMN of a decision definition', 'x-answers': { 200: plain('The model', 'text/xml') }, ...byKey },
		},
		async (request, reply) => {
			const { key } = request.params;
			const xml = await engineOf(request).read((kernel, tenants) => {
				const [definition] = searchDecisions(kernel, { key, tenants });
				return definition && readRequirementsXml(kernel, definition.requirementsKey, tenants);
			});
			return reply.type('text/xml; charset=utf-8').send(found(xml, 'DECISION_NOT_FOUND', 'decision definition', key));
		},
	);

	app.post<RequestOf<typeof searching>>(
		'/decision-requirements/search',
		{ schema: { summary: 'Search decision requirements', 'x-answers': decisionRequirements.search, ...searching } },
		async (request) => {
			const { body } = request;
			const key = findFilterValue(body, 'decisionRequirementsKey');
			const requirements = readPortions(
				engineOf(request),
				(kernel, page) => searchRequirements(kernel, { key, ...page }).map(toRequirements),
				({ decisionRequirementsKey }) => decisionRequirementsKey,
			);
			return searchPortions(requirements, requirementsFields, body);
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/decision-requirements/:key',
		{ schema: { summary: 'Get decision requirements', 'x-answers': decisionRequirements.one, ...byKey } },
		async (request) => {
			const { key } = request.params;
			const [requirements] = await engineOf(request).read((kernel, tenants) => searchRequirements(kernel, { key, tenants }));
			return toRequirements(found(requirements, 'DECISION_NOT_FOUND', 'decision requirements', key));
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/decision-requirements/:key/xml',
		{
			schema: { summary: 'Get the DMN of decision requirements', 'x-answers': { 200: plain('The model', 'text/xml') }, ...byKey },
		},
		async (request, reply) => {
			const { key } = request.params;
			const xml = await engineOf(request).read((kernel, tenants) => readRequirementsXml(kernel, key, tenants));
			return reply.type('text/xml; charset=utf-8').send(found(xml, 'DECISION_NOT_FOUND', 'decision requirements', key));
		},
	);
}

const ambiguous = (): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Expected one of decisionDefinitionId and decisionDefinitionKey.',
		fix: 'Pass the id for the latest version, or the key of one version.',
	});

function toDefinition(decision: DecisionSummary) {
	return {
		decisionDefinitionKey: decision.decisionKey,
		decisionDefinitionId: decision.decisionId,
		name: decision.name,
		version: decision.version,
		decisionRequirementsId: decision.requirementsId,
		decisionRequirementsKey: decision.requirementsKey,
		decisionRequirementsName: decision.requirementsName,
		decisionRequirementsVersion: decision.requirementsVersion,
		tenantId: decision.tenantId,
	};
}

function toRequirements({ requirementsKey, requirementsId, name, version, resourceName, tenantId }: RequirementsSummary) {
	return {
		decisionRequirementsKey: requirementsKey,
		decisionRequirementsId: requirementsId,
		decisionRequirementsName: name,
		version,
		resourceName,
		tenantId,
	};
}

function toEvaluation({ decision, output, instances }: Evaluation) {
	const failed = instances.find(({ state }) => state === 'FAILED');
	return {
		decisionDefinitionId: decision.decisionId,
		decisionDefinitionKey: decision.decisionKey,
		decisionDefinitionName: decision.name,
		decisionDefinitionVersion: decision.version,
		decisionRequirementsId: decision.requirementsId,
		decisionRequirementsKey: decision.requirementsKey,
		decisionEvaluationKey: instances[0]!.key,
		// Its name before 8.8.
		decisionInstanceKey: instances[0]!.key,
		output,
		failedDecisionDefinitionId: failed?.decisionId,
		failureMessage: failed?.failure,
		evaluatedDecisions: instances.filter(({ state }) => state === 'EVALUATED').map(toEvaluatedDecision),
		tenantId: decision.tenantId,
	};
}

const toEvaluatedDecision = (instance: DecisionInstance) => ({
	decisionEvaluationInstanceKey: ownKeyOf(instance),
	decisionDefinitionId: instance.decisionId,
	decisionDefinitionKey: instance.decisionKey,
	decisionDefinitionName: instance.name,
	decisionDefinitionVersion: instance.version,
	decisionDefinitionType: instance.type,
	output: instance.result,
	...describeRules(instance),
	tenantId: instance.tenantId,
});

export const describeRules = ({ inputs, rules }: DecisionInstance) => ({
	evaluatedInputs: inputs.map(({ id, name, value }) => ({ inputId: id, inputName: name, inputValue: value })),
	matchedRules: rules.map(({ id, index, outputs }) => ({
		ruleId: id,
		ruleIndex: index,
		evaluatedOutputs: outputs.map((output) => ({ outputId: output.id, outputName: output.name, outputValue: output.value })),
	})),
});
