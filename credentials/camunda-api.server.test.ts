import type { IDataObject } from 'n8n-workflow';
import { execute } from '../nodes/TroupeProcess/execute';
import { fakeExecuteFunctions } from '../test/support/n8n/fake-execute-functions';
import { openGate } from '../test/fakes/permissive-gate';
import { startOauthCluster, type OauthCluster } from '../test/fakes/oauth-cluster';
import { CamundaApi } from './CamundaApi.credentials';

const client = { clientId: 'n8n', clientSecret: 'hunter2', audience: 'zeebe-api', scope: 'camunda' };
let cluster: OauthCluster;

beforeEach(async () => {
	cluster = await startOauthCluster(client);
});
afterEach(() => cluster.close());

/** The credential as n8n keeps it: the token is written into it. */
const credentialOf = (changes: IDataObject = {}) => ({
	baseUrl: cluster.url,
	authentication: 'clientCredentials',
	accessTokenUrl: cluster.tokenUrl,
	accessToken: '',
	...client,
	...changes,
});

async function start(camundaApi: ReturnType<typeof credentialOf>) {
	const context = fakeExecuteFunctions({
		parameters: { resource: 'process', operation: 'start', processId: 'x', variables: {} },
		credentials: { camundaApi },
		credentialTypes: [new CamundaApi()],
	});
	return (await execute.call(context, openGate()))[0]![0]!.json;
}

test('fetches a token once, and keeps it', async () => {
	const credential = credentialOf();
	for (let call = 0; call < 3; call++) expect(await start(credential)).toMatchObject({ processInstanceKey: '1' });
	expect(cluster.tokenRequests()).toHaveLength(1);
});

test('fetches another one when the cluster takes the token no more', async () => {
	const credential = credentialOf();
	await start(credential);
	cluster.revoke();
	expect(await start(credential)).toMatchObject({ processInstanceKey: '1' });
	expect(cluster.tokenRequests()).toHaveLength(2);
});

test.each<[string, IDataObject, string]>([
	['a wrong secret', { clientSecret: 'wrong' }, '401 invalid_client'],
	['a missing scope', { scope: '' }, '400 invalid_request'],
	['no token server', { accessTokenUrl: 'http://127.0.0.1:9/token' }, ''],
])('says so when there is no token: %s', async (_what, changes, reason) => {
	const error = await start(credentialOf(changes)).catch((thrown: Error & { description: string }) => thrown);
	expect(error).toMatchObject({
		message: expect.stringMatching(new RegExp(`^While starting the process "x": The token URL .* returned no access token \\(.*${reason}`)),
		description: expect.stringContaining('client secret'),
	});
	expect(JSON.stringify([error, (error as Error).message])).not.toMatch(/hunter2|wrong/);
});
