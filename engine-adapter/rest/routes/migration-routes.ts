import type { FastifyInstance } from 'fastify';
import { keyParams, keySchema, reference, type RestContext } from '../route-context';
import { json, noContent, string } from '../../../service/http/describe-operations';
import { shape } from '../answers/shape';

export interface MigrationBody {
	targetProcessDefinitionKey: string;
	mappingInstructions: Array<{ sourceElementId: string; targetElementId: string }>;
}

const id = { type: 'string', minLength: 1 } as const;

export const migrationSchema = {
	type: 'object',
	required: ['targetProcessDefinitionKey', 'mappingInstructions'],
	properties: {
		...reference,
		targetProcessDefinitionKey: keySchema,
		mappingInstructions: {
			type: 'array',
			minItems: 1,
			maxItems: 1000,
			items: { type: 'object', required: ['sourceElementId', 'targetElementId'], properties: { sourceElementId: id, targetElementId: id } },
		},
	},
} as const;

export const toMigration = ({ targetProcessDefinitionKey, mappingInstructions }: MigrationBody) => ({
	processDefinitionKey: targetProcessDefinitionKey,
	mappings: mappingInstructions.map(({ sourceElementId, targetElementId }) => ({ source: sourceElementId, target: targetElementId })),
});

/** The history of what is deleted stays. */
const deletionSchema = {
	type: ['object', 'null'],
	properties: { ...reference, deleteHistory: { type: 'boolean', enum: [false] } },
} as const;

const deleted = { 200: json('The resource', shape({ resourceKey: string }, { batchOperation: { type: 'object' } })) };

/** POST /process-instances/{key}/migration, POST /resources/{key}/deletion. */
export function migrationRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Params: { key: string }; Body: MigrationBody }>(
		'/process-instances/:key/migration',
		{
			schema: {
				summary: 'Migrate a process instance to another process',
				'x-answers': noContent,
				params: keyParams,
				body: migrationSchema,
			},
		},
		async (request, reply) => {
			await engineOf(request).migrate(request.params.key, toMigration(request.body));
			return reply.code(204).send();
		},
	);

	app.post<{ Params: { key: string } }>(
		'/resources/:key/deletion',
		{
			schema: {
				summary: 'Delete a version of a process or form, or a DMN model',
				'x-answers': deleted,
				params: keyParams,
				body: deletionSchema,
			},
		},
		async (request, reply) => {
			await engineOf(request).deleteResource(request.params.key);
			return reply.code(200).send({ resourceKey: request.params.key });
		},
	);
}
