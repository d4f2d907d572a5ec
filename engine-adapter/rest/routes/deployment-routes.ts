import type { FastifyInstance } from 'fastify';
import { decodeText } from '../../../core/base/text/decode-text';
import { TroupeError } from '../../../core/base/errors';
import type { DeployedDecision, Resource } from '../../engine/deployments';
import type { RestContext } from '../route-context';
import { fields, string } from '../../../service/http/describe-operations';
import { deployed } from '../answers/decisions';

/** Read by hand: Fastify does not parse it. */
const deployedFiles = {
	required: true,
	content: {
		'multipart/form-data': {
			schema: {
				type: 'object',
				required: ['resources'],
				properties: { resources: { type: 'array', items: { type: 'string', format: 'binary' } }, tenantId: string },
			},
		},
	},
};
const deployedAnswer = {
	200: fields('The deployment', { deploymentKey: string, tenantId: string, deployments: { type: 'array', items: deployed } }),
};

const maxResources = 50;

/** POST /deployments: multipart/form-data with any number of `resources`. */
export function deploymentRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post(
		'/deployments',
		{ schema: { summary: 'Deploy BPMN, DMN and form resources', 'x-answers': deployedAnswer, 'x-body': deployedFiles } },
		async (request) => {
			const engine = engineOf(request);
			const { resources, tenant } = await readBody(request.body);
			const tenantId = engine.chooseTenant(tenant);
			const deployment = await engine.deploy(resources, tenantId);
			return {
				deploymentKey: deployment.deploymentKey,
				tenantId,
				deployments: [
					...deployment.processes.map((process) => ({
						processDefinition: {
							processDefinitionId: process.processId,
							processDefinitionVersion: process.version,
							processDefinitionKey: process.processDefinitionKey,
							resourceName: process.resourceName,
							tenantId,
						},
					})),
					...(deployment.decisions ?? []).map((decision) => ({ decisionDefinition: toDecision(decision, tenantId) })),
					...toRequirements(deployment.decisions ?? [], tenantId),
					...(deployment.forms ?? []).map((form) => ({ form: { ...form, tenantId } })),
				],
			};
		},
	);
}

function toDecision(decision: DeployedDecision, tenantId: string) {
	return {
		decisionDefinitionId: decision.decisionId,
		name: decision.name,
		version: decision.version,
		decisionDefinitionKey: decision.decisionKey,
		decisionRequirementsId: decision.requirementsId,
		decisionRequirementsKey: decision.requirementsKey,
		tenantId,
	};
}

function toRequirements(decisions: DeployedDecision[], tenantId: string) {
	const models = new Map(decisions.map((decision) => [decision.requirementsKey, decision]));
	return [...models.values()].map((model) => ({
		decisionRequirements: {
			decisionRequirementsId: model.requirementsId,
			decisionRequirementsKey: model.requirementsKey,
			decisionRequirementsName: model.requirementsName,
			version: model.requirementsVersion,
			resourceName: model.resourceName,
			tenantId,
		},
	}));
}

async function readBody(body: unknown): Promise<{ resources: Resource[]; tenant?: string }> {
	if (!(body instanceof FormData)) throw invalid('The deployment is not multipart/form-data.');
	const tenant = body.get('tenantId');
	const parts = body.getAll('resources');
	if (parts.length === 0) throw invalid('The deployment has no resource.');
	if (parts.length > maxResources) throw invalid(`The deployment has more than ${maxResources} resources.`);
	const resources = await Promise.all(
		parts.map(async (part) => {
			if (typeof part === 'string') throw invalid('A resource has no file name.');
			return { name: part.name, content: decodeText(new Uint8Array(await part.arrayBuffer()), part.name) };
		}),
	);
	return { resources, ...(typeof tenant === 'string' && { tenant }) };
}

function invalid(message: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Send each file as a part named "resources" with a file name.' });
}
