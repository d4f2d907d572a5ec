import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouter } from '../../core/llm/router/create-router';
import { RegistryReader } from '../../manifests/client/registry-reader';
import { HttpConnection } from '../../manifests/registry-over-http/http-connection';
import { describeSlow } from '../../test/support/slow-tests';
import { createOpenAiChatModel } from '../models/openai/openai-chat-model';
import { WebPages } from '../sources/web-pages';
import { Hub } from '../transformers/hub';

const never = new AbortController().signal;
const question = { messages: [{ role: 'user' as const, content: 'How long?' }] };
const untrusted = /certificate that this machine does not trust \(DEPTH_ZERO_SELF_SIGNED_CERT\)/;
const fix = expect.stringContaining('NODE_EXTRA_CA_CERTS') as string;

describeSlow('a server whose certificate is not trusted', () => {
	let server: Server;
	let url: string;
	beforeAll(async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-certificate-'));
		const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
		const key = `-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${keyFile}`;
		const subject = '-subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2';
		execFileSync('openssl', ['req', '-x509', ...key.split(' '), '-out', certFile, ...subject.split(' ')], { stdio: 'ignore' });
		server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) });
		rmSync(folder, { recursive: true });
		await new Promise<void>((resolve) => server.listen(0, resolve));
		url = `https://localhost:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => server.close());

	it('is not a server that is away: a model is called once, and the fix names the setting', async () => {
		const model = createOpenAiChatModel({ apiKey: 'sk-fake', baseUrl: `${url}/v1` }, 'gpt-4.1-mini');
		const refused = { code: 'MODEL_UNREACHABLE', retryable: false, message: expect.stringMatching(untrusted) as string, fix };
		await expect(model.generate(question, never)).rejects.toMatchObject(refused);
		await expect(model.stream(question, never)[Symbol.asyncIterator]().next()).rejects.toMatchObject(refused);
		const attempts = [expect.objectContaining({ errorCode: 'MODEL_UNREACHABLE' })];
		await expect(createRouter([{ model }], { clock: Date }).generate(question, never)).rejects.toMatchObject({
			...refused,
			details: { attempts },
		});
	});

	it('is named by the registry of this machine and by the hub of local models', async () => {
		const reader = new RegistryReader({ url: new URL(url), readToken: () => undefined, folder: '' });
		const told = { message: expect.stringMatching(untrusted) as string, fix };
		const request = { path: 'root/2', accept: 'application/jwt', maxBytes: 1000, timeoutMs: 10_000 };
		await expect(reader.get(request)).rejects.toMatchObject({ ...told, code: 'REGISTRY_UNREACHABLE' });
		await expect(new Hub('org/model', { hub: { baseUrl: url } }, never).describe('main')).rejects.toMatchObject(told);
	});

	it('is named by the registry and by pages', async () => {
		const registry = new HttpConnection({ url });
		await expect(registry.send('GET', '/keys')).rejects.toMatchObject({
			...{ code: 'REGISTRY_UNREACHABLE', retryable: false, fix },
			message: expect.stringMatching(untrusted) as string,
		});
		const page = new WebPages({ allowPrivateNetworks: true }).document(`${url}/a.html`);
		expect(await page.load(never)).toMatchObject({ failure: 'unreachable', message: expect.stringMatching(untrusted) as string, fix });
	});
});
