import { runInNewContext } from 'node:vm';
import { pipeRunToken, startPipeRunServer } from '../sandbox/fakes/piperun/piperun-server';
import { TroupePipeRunApi } from './TroupePipeRunApi.credentials';

const type = new TroupePipeRunApi();
/** A value as n8n reads it. */
const read = (value: string, $credentials: object) =>
	value.replace(/^=/, '').replace(/\{\{(.*?)\}\}/g, (_all, expression: string) => String(runInNewContext(expression, { $credentials })));

it('passes its test with the right token alone', async () => {
	const server = await startPipeRunServer();
	const status = async (apiKey: string) => {
		const { baseURL, url } = type.test.request;
		const data = { apiKey, baseUrl: `${server.url}/` };
		const address = read(String(baseURL), data) + String(url);
		return (await fetch(address, { headers: { token: read('={{ $credentials.apiKey }}', data) } })).status;
	};
	expect([await status(pipeRunToken), await status('wrong')]).toEqual([200, 401]);
	await server.close();
});

it('asks PipeRun itself without a base URL', () => {
	expect(read(String(type.test.request.baseURL), { baseUrl: '' })).toBe('https://api.pipe.run/v1');
});
