import type { FastifyInstance } from 'fastify';
import { decodeText } from '../../../core/base/decode-text';
import { TroupeError } from '../../../core/base/errors';
import type { DeployedDecision, Resource } from '../../engine';
import { checkTenant, tenantId, type RestContext } from '../route-context';

const maxResources = 50;

/** POST /deployments: multipart/form-data with any number of `resources`. */
export function deploymentRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post('/deployments', { schema: { summary: 'Deploy BPMN and DMN resources', consumes: ['multipart/form-data'] } }, async (request) => {
		const deployment = await engine.deploy(await readResources(request.body));
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
				...(deployment.decisions ?? []).map((decision) => ({ decisionDefinition: toDecision(decision) })),
				...toRequirements(deployment.decisions ?? []),
			],
		};
	});
}

function toDecision(decision: DeployedDecision) {
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

/** Each model once. */
function toRequirements(decisions: DeployedDecision[]) {
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

async function readResources(body: unknown): Promise<Resource[]> {
	if (!(body instanceof FormData)) throw invalid('The deployment is not multipart/form-data.');
	const tenant = body.get('tenantId');
	checkTenant(typeof tenant === 'string' ? tenant : undefined);
	const parts = body.getAll('resources');
	if (parts.length === 0) throw invalid('The deployment has no resource.');
	if (parts.length > maxResources) throw invalid(`The deployment has more than ${maxResources} resources.`);
	return Promise.all(
		parts.map(async (part) => {
			if (typeof part === 'string') throw invalid('A resource has no file name.');
			return { name: part.name, content: decodeText(new Uint8Array(await part.arrayBuffer()), part.name) };
		}),
	);
}

function invalid(message: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Send each file as a part named "resources" with a file name.' });
}
