import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class CamundaApi implements ICredentialType {
	name = 'camundaApi';
	displayName = 'Camunda API';
	icon = { light: 'file:icons/camunda.svg', dark: 'file:icons/camunda.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/camunda-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://localhost:8080',
			required: true,
			description: 'Address of the cluster’s REST API without /v2, or the address that `troupe serve` prints',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Basic', value: 'basic' },
				{ name: 'None', value: 'none' },
				{ name: 'OAuth2 Client Credentials', value: 'clientCredentials' },
			],
			default: 'none',
		},
		{ displayName: 'User', name: 'user', type: 'string', default: '', displayOptions: { show: { authentication: ['basic'] } } },
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'For `troupe serve`, its token: TROUPE_API_TOKEN, otherwise the content of api-token in its TROUPE_HOME',
			displayOptions: { show: { authentication: ['basic'] } },
		},
		{
			displayName: 'Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: 'https://login.cloud.camunda.io/oauth/token',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Audience',
			name: 'audience',
			type: 'string',
			default: 'zeebe.camunda.io',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			description: 'Needed only if the token’s issuer requires one, such as Microsoft Entra ID',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
		},
		// n8n fills it through preAuthentication, and again when the cluster returns 401.
		{ displayName: 'Access Token', name: 'accessToken', type: 'hidden', typeOptions: { expirable: true, password: true }, default: '' },
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		if (credentials.authentication !== 'clientCredentials') return {};
		const { accessTokenUrl = '', clientId = '', clientSecret = '', audience, scope } = credentials as Record<string, string>;
		const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
		if (audience) form.set('audience', audience);
		if (scope) form.set('scope', scope);
		const request = { method: 'POST', url: accessTokenUrl, body: form, json: true } as const;
		const answer = (await this.helpers.httpRequest(request).catch((error: unknown) => {
			throw noToken(accessTokenUrl, error);
		})) as IDataObject | undefined;
		if (typeof answer?.access_token !== 'string') throw noToken(accessTokenUrl);
		return { accessToken: answer.access_token };
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, request: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		const { authentication, user = '', password = '', accessToken = '' } = credentials as Record<string, string>;
		if (authentication === 'basic') request.auth = { username: user, password };
		if (authentication === 'clientCredentials') request.headers = { ...request.headers, Authorization: `Bearer ${accessToken}` };
		return request;
	}

	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.baseUrl.replace(new RegExp("(/v2)?/*$"), "") }}', url: '/v2/topology' },
	};
}

/** RFC 6749, section 5.2: the reason is the body's `error`. The rest can repeat secrets and is not shown. */
function noToken(url: string, cause?: unknown): Error {
	const { response, code } = (cause ?? {}) as { response?: { status?: number; data?: { error?: unknown } }; code?: string };
	const named = typeof response?.data?.error === 'string' ? response.data.error.slice(0, 100) : undefined;
	const reason = [response?.status ?? code, named].filter(Boolean).join(' ') || 'no token in the response';
	const where = URL.canParse(url) ? new URL(url).host : 'in the credential, which is not a valid URL,';
	// The name tells the nodes that the request never reached the cluster.
	return Object.assign(new Error(`The token URL ${where} returned no access token (${reason}).`), { name: 'NoAccessToken' });
}
