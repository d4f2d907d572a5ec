import { createCamundaClientLoose } from '@camunda8/orchestration-cluster-api';

/**
 * Connects Camunda's TypeScript client in its newest version. It holds every answer against the published schema, and throws where one differs.
 * @param requests checks them too
 * @returns the client as the caller describes it: its own types brand every key, and cannot be passed on from one answer to the next request
 */
export function connectTypescriptClient<Client>(url: string, { requests }: { requests: 'none' | 'strict' }): Client {
	const config = {
		CAMUNDA_REST_ADDRESS: url,
		CAMUNDA_AUTH_STRATEGY: 'NONE',
		CAMUNDA_SDK_LOG_LEVEL: 'silent',
		CAMUNDA_SDK_VALIDATION: `req:${requests},res:strict`,
	} as const;
	return createCamundaClientLoose({ config }) as unknown as Client;
}
