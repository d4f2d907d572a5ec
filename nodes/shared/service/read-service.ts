import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';

export const serviceCredential = 'troupeRegistryApi';

export interface ServiceAccess {
	/** The address, with or without `/api/v1`. */
	url: string;
	token: string;
	tenant: string;
}

interface Credential {
	baseUrl?: string;
	accessToken?: string;
	tenant?: string;
}

/** @param scopes that its key needs, for the error @throws TroupeError INPUT_INVALID for one that is not filled in */
export async function readService(
	context: Pick<IExecuteFunctions, 'getCredentials'>,
	item: number,
	scopes: string,
): Promise<ServiceAccess> {
	const { baseUrl = '', accessToken = '', tenant = '' } = await context.getCredentials<Credential>(serviceCredential, item);
	if (!accessToken.trim())
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The credential Troupe Service has no access token.',
			fix: `Create a key with the scopes that the node needs: \`troupe key create NAME --scopes ${scopes}\`.`,
		});
	return { url: baseUrl.trim(), token: accessToken.trim(), tenant: tenant.trim() };
}
