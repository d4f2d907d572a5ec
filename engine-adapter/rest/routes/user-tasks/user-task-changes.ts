import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import { closed } from '../../../../core/base/shape';
import type { RequestOf } from '../../../../service/http/request-of';
import { expectInput } from '../../../embedded/expect-input';
import { toProperties } from '../../../embedded/work/user-task-properties';
import { nameSchema, orNull, byKey, type RestContext } from '../../route-context';
import { noContent } from '../../../../service/http/describe-operations';

/** Wait for listeners of a user task, as Camunda's gateway does. */
const maxListenerMs = 10_000;

export const readOptions = ({ action }: { action?: string | null }) => ({ waitMs: maxListenerMs, ...(action && { action }) });

const texts = orNull(Type.Array(Type.String(), { maxItems: 1000 }));
/** RFC 3339, section 5.6; empty removes the date. */
const date = orNull(Type.String({ pattern: '^$|^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$' }));
const action = orNull(Type.String());

const assigning = {
	...byKey,
	body: Type.Object({ assignee: nameSchema, allowOverride: orNull(Type.Boolean()), action }),
};

const changing = {
	...byKey,
	body: Type.Object({
		action,
		changeset: orNull(
			closed({
				dueDate: date,
				followUpDate: date,
				candidateGroups: texts,
				candidateUsers: texts,
				priority: orNull(Type.Integer({ minimum: 0, maximum: 100 })),
			}),
		),
	}),
};

/** POST /user-tasks/{key}/assignment, DELETE …/{key}/assignee and PATCH …/{key}. */
export function userTaskChangeRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof assigning>>(
		'/user-tasks/:key/assignment',
		{ schema: { summary: 'Assign a user task', 'x-answers': noContent, ...assigning } },
		async (request, reply) => {
			const { params, body } = request;
			await engineOf(request).assignUserTask(params.key, body.assignee, {
				...readOptions(body),
				allowOverride: body.allowOverride ?? true,
			});
			return reply.code(204).send();
		},
	);

	app.delete<RequestOf<typeof byKey>>(
		'/user-tasks/:key/assignee',
		{ schema: { summary: 'Unassign a user task', 'x-answers': noContent, ...byKey } },
		async (request, reply) => {
			await engineOf(request).assignUserTask(request.params.key, '', { waitMs: maxListenerMs, action: 'unassign', allowOverride: true });
			return reply.code(204).send();
		},
	);

	app.patch<RequestOf<typeof changing>>(
		'/user-tasks/:key',
		{
			schema: {
				summary: 'Change dates, candidates or priority of a user task',
				'x-answers': noContent,
				...changing,
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
