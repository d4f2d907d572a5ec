import type { FastifyInstance } from 'fastify';
import { expectInput } from '../../../embedded/expect-input';
import { toProperties } from '../../../embedded/work/user-task-properties';
import { keyParams, nameSchema, type RestContext } from '../../route-context';
import { noContent } from '../../../../service/http/describe-operations';

/** Milliseconds that a request waits for the listeners of a user task, as long as Camunda's gateway does. */
const maxListenerMs = 10_000;

/** The caller's own name for what it does, which listeners are told. */
export const readOptions = ({ action }: { action?: string | null }) => ({ waitMs: maxListenerMs, ...(action && { action }) });

interface Changeset {
	dueDate?: string | null;
	followUpDate?: string | null;
	candidateGroups?: string[] | null;
	candidateUsers?: string[] | null;
	priority?: number | null;
}

const texts = { type: ['array', 'null'], items: { type: 'string' }, maxItems: 1000 } as const;
/** RFC 3339, section 5.6; empty takes the date away. */
const date = {
	type: ['string', 'null'],
	pattern: '^$|^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
} as const;

const assignmentSchema = {
	type: 'object',
	required: ['assignee'],
	properties: {
		assignee: nameSchema,
		allowOverride: { type: ['boolean', 'null'] },
		action: { type: ['string', 'null'] },
	},
} as const;

const updateSchema = {
	type: 'object',
	properties: {
		action: { type: ['string', 'null'] },
		changeset: {
			type: ['object', 'null'],
			additionalProperties: false,
			properties: {
				dueDate: date,
				followUpDate: date,
				candidateGroups: texts,
				candidateUsers: texts,
				priority: { type: ['integer', 'null'], minimum: 0, maximum: 100 },
			},
		},
	},
} as const;

/** POST /user-tasks/{key}/assignment, DELETE …/{key}/assignee and PATCH …/{key}. */
export function userTaskChangeRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Params: { key: string }; Body: { assignee: string; allowOverride?: boolean | null; action?: string | null } }>(
		'/user-tasks/:key/assignment',
		{ schema: { summary: 'Assign a user task', 'x-answers': noContent, params: keyParams, body: assignmentSchema } },
		async (request, reply) => {
			const { params, body } = request;
			await engineOf(request).assignUserTask(params.key, body.assignee, {
				...readOptions(body),
				allowOverride: body.allowOverride ?? true,
			});
			return reply.code(204).send();
		},
	);

	app.delete<{ Params: { key: string } }>(
		'/user-tasks/:key/assignee',
		{ schema: { summary: 'Unassign a user task', 'x-answers': noContent, params: keyParams } },
		async (request, reply) => {
			await engineOf(request).assignUserTask(request.params.key, '', { waitMs: maxListenerMs, action: 'unassign', allowOverride: true });
			return reply.code(204).send();
		},
	);

	app.patch<{ Params: { key: string }; Body: { changeset?: Changeset | null; action?: string | null } }>(
		'/user-tasks/:key',
		{
			schema: {
				summary: 'Change dates, candidates or priority of a user task',
				'x-answers': noContent,
				params: keyParams,
				body: updateSchema,
			},
		},
		async (request, reply) => {
			const { params, body } = request;
			const changes = toProperties(body.changeset ?? {});
			expectInput(
				Object.keys(changes).length > 0 || (body.action ?? '') !== '',
				'The changeset changes nothing.',
				'Set at least one attribute in the changeset, or an action.',
			);
			await engineOf(request).updateUserTask(params.key, changes, readOptions(body));
			return reply.code(204).send();
		},
	);
}
