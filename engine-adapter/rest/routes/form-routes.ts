import type { RequestOf } from '../../../service/http/request-of';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { findStartForm, findTaskForm } from '../../embedded/forms/form-directory';
import type { FormVersion } from '../../embedded/forms/form-store';
import { found, byKey, type RestContext } from '../route-context';
import { fields, integer, noContent, string } from '../../../service/http/describe-operations';

const formAnswers = {
	...noContent,
	200: fields('The form', { formKey: string, formId: string, schema: string, version: integer, tenantId: string }),
};

/** GET /user-tasks/{key}/form and /process-definitions/{key}/form. 204 without a form. */
export function formRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.get<RequestOf<typeof byKey>>(
		'/user-tasks/:key/form',
		{ schema: { summary: 'Get the form of an open user task', ...byKey, 'x-answers': formAnswers } },
		async (request, reply) => {
			const { key } = request.params;
			const { isMissing, form } = await engineOf(request).read((kernel, tenants) => findTaskForm(kernel, key, tenants));
			return answer(reply, found(isMissing ? undefined : { form }, 'USER_TASK_NOT_FOUND', 'user task', key));
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/process-definitions/:key/form',
		{ schema: { summary: 'Get the form that starts a process', ...byKey, 'x-answers': formAnswers } },
		async (request, reply) => {
			const { key } = request.params;
			const { isMissing, form } = await engineOf(request).read((kernel, tenants) => findStartForm(kernel, key, tenants));
			return answer(reply, found(isMissing ? undefined : { form }, 'PROCESS_NOT_FOUND', 'process definition', key));
		},
	);
}

/** The schema is the file's text, as on Zeebe: the published types of 8.8.0 say object, which was corrected later. */
function answer(reply: FastifyReply, { form }: { form?: FormVersion }): FastifyReply {
	if (!form) return reply.code(204).send();
	const { key, formId, content, version, tenantId } = form;
	return reply.send({ formKey: String(key), formId, schema: content, version, tenantId });
}
