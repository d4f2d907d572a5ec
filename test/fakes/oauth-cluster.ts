import { startFakeServer, type FakeCall, type FakeServer, type WireAnswer } from '../../sandbox/fakes/fake-server';

export interface OauthCluster extends FakeServer {
	/** Where the tokens come from: RFC 6749, section 4.4. */
	readonly tokenUrl: string;
	/** Makes all previously issued tokens invalid. */
	revoke(): void;
	tokenRequests(): FakeCall[];
}

interface OauthClient {
	clientId: string;
	clientSecret: string;
	audience: string;
	/** Required if set. */
	scope?: string;
}

/** A Camunda cluster that requires OAuth client credentials, with its token server; it only starts instances. */
export async function startOauthCluster(client: OauthClient): Promise<OauthCluster> {
	let issued = 0;
	let valid = '';
	const giveToken = ({ body }: FakeCall): WireAnswer => {
		const form = Object.fromEntries(new URLSearchParams(String(body)));
		const known = form.client_id === client.clientId && form.client_secret === client.clientSecret;
		if (form.grant_type !== 'client_credentials') return json(400, { error: 'unsupported_grant_type' });
		if (!known) return json(401, { error: 'invalid_client' });
		if (form.audience !== client.audience || form.scope !== client.scope) return json(400, { error: 'invalid_request' });
		valid = `token-${++issued}`;
		return json(200, { access_token: valid, token_type: 'Bearer', expires_in: 300 });
	};
	const server = await startFakeServer((call) => {
		if (call.path === '/oauth/token') return giveToken(call);
		if (valid === '' || call.headers.authorization !== `Bearer ${valid}`) return json(401, { title: 'UNAUTHENTICATED', status: 401 });
		if (call.path === '/v2/process-instances') return json(200, { processInstanceKey: '1', processDefinitionId: 'x' });
		return json(200, { gatewayVersion: '8.8.0', brokers: [] });
	});
	return {
		...server,
		tokenUrl: `${server.url}/oauth/token`,
		revoke: () => void (valid = ''),
		tokenRequests: () => server.calls.filter(({ path }) => path === '/oauth/token'),
	};
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});
