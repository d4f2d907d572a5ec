import * as Type from 'typebox/type';
import { closed, orNull } from '../../core/base/shape';
import { languages } from '../../core/base/text/languages';
import { string, texts } from '../../manifests/registry/api/answer-fields';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import { operation, type OperationHost } from './operation';

/** HTTP only: on the machine itself there is no caller. */
type OfCaller = OperationHost & { grant: Grant };

export const whoAmI = operation({
	summary: 'Say who the caller is, and what it may do',
	tag: 'access',
	method: 'GET',
	path: 'me',
	scope: 'any',
	input: { query: closed({}) },
	output: Type.Object({
		tenant: string,
		subject: string,
		scopes: texts,
		language: orNull(Type.Enum([...languages], { description: 'That of the locale of the tenant; null where Troupe does not speak it' })),
	}),
	perform: async (_input: unknown, { host }: { host: OfCaller }) => {
		const { caller, scopes } = host.grant;
		const language = (await readTenantLanguage({ ...host, tenant: caller.tenant })) ?? null;
		return { tenant: caller.tenant, subject: caller.subject, scopes: [...scopes].sort(), language };
	},
});
