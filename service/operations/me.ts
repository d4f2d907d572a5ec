import * as Type from 'typebox/type';
import { closed } from '../../core/base/shape';
import { string, texts } from '../../manifests/registry/api/answer-fields';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { operation, type OperationHost } from './operation';

/** The caller over HTTP; on the machine itself there is none. */
type OfCaller = OperationHost & { grant: Grant };

export const whoAmI = operation({
	...{ summary: 'Say who the caller is, and what it may do', tag: 'access', method: 'GET', path: 'me', scope: 'any' },
	input: { query: closed({}) },
	output: Type.Object({ tenant: string, subject: string, scopes: texts }),
	perform: async (_input: unknown, { host: { grant } }: { host: OfCaller }) => {
		const { caller, scopes } = grant;
		return { tenant: caller.tenant, subject: caller.subject, scopes: [...scopes].sort() };
	},
});
