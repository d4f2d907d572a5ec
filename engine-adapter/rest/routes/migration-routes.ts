import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { keySchema, reference, byKey, type RestContext } from '../route-context';
import { json, noContent, string } from '../../../service/http/describe-operations';
import { shape } from '../answers/shape';

const id = Type.String({ minLength: 1 });

export const migrationSchema = Type.Object({
	...reference,
	targetProcessDefinitionKey: keySchema,
	mappingInstructions: Type.Array(Type.Object({ sourceElementId: id, targetElementId: id }), { minItems: 1, maxItems: 1000 }),
});
type MigrationBody = Static<typeof migrationSchema>;
const migrating = { ...byKey, body: migrationSchema };

export const toMigration = ({ targetProcessDefinitionKey, mappingInstructions }: MigrationBody) => ({
	processDefinitionKey: targetProcessDefinitionKey,
	mappings: mappingInstructions.map(({ sourceElementId, targetElementId }) => ({ source: sourceElementId, target: targetElementId })),
});

/** History of deleted resources stays. */
const deletionSchema = {
	type: ['object', 'null'],
	properties: { ...reference, deleteHistory: { type: 'boolean', enum: [false] } },
} as const;

const deleted = { 200: json('The resource', shape({ resourceKey: string }, { batchOperation: { type: 'object' } })) };

/** POST /process-instances/{key}/migration, POST /resources/{key}/deletion. */
export function migrationRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof migrating>>(
		'/process-instances/:key/migration',
		{
			schema: {
				summary: 'Migrate a process instance to another process',
				'x-answers': noContent,
				...migrating,
			},
		},
		async (request, reply) => {
			await engineOf(request).migrate(request.params.key, toMigration(request.body));
			return reply.code(204).send();
		},
	);

	app.post<RequestOf<typeof byKey>>(
		'/resources/:key/deletion',
		{
			schema: {
				summary: 'Delete a version of a process or form, or a DMN model',
				'x-answers': deleted,
				...byKey,
				body: deletionSchema,
			},
		},
		async (request, reply) => {
			await engineOf(request).deleteResource(request.params.key);
			return reply.code(200).send({ resourceKey: request.params.key });
		},
	);
}
