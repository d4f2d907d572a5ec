import { slowTest } from '../../../test/support/slow-tests';
import type { TestService } from '../test-service';
import { openServiceOfEveryKind } from './every-kind';
import { listInvalidRequests, type InvalidRequest } from './invalid-requests';

let service: TestService;
beforeAll(async () => {
	service = await openServiceOfEveryKind();
});
afterAll(() => service.close());

async function send({
	method,
	path,
	body,
}: Omit<InvalidRequest, 'operation'>): Promise<{ status: number; title?: string; detail: string }> {
	const init = { method, headers: { 'content-type': 'application/json' }, ...(method !== 'GET' && { body: JSON.stringify(body) }) };
	const response = await fetch(`${service.url}${path}`, init);
	const text = await response.text();
	const { title, detail = '' } = (text.startsWith('{') ? JSON.parse(text) : {}) as { title?: string; detail?: string };
	return { status: response.status, title, detail };
}

slowTest(
	"what Camunda's published schema refuses is refused (camunda/camunda#37895)",
	async () => {
		const [unserved, other] = [new Set<string>(), [] as string[]];
		let refused = 0;
		for (const { operation, ...request } of await listInvalidRequests()) {
			if (unserved.has(operation)) continue;
			const { status, title, detail } = await send(request);
			if (status === 405 || detail.endsWith('does not exist.')) unserved.add(operation);
			else if (status === 400 && title === 'INVALID_ARGUMENT') refused++;
			else other.push(`${operation} ${request.path} ${JSON.stringify(request.body)?.slice(0, 150)}: ${status}`);
		}
		expect(other).toEqual([]);
		expect(refused).toBeGreaterThan(5_000);
	},
	240_000,
);

test.each<[method: string, path: string, body: unknown, status: number]>([
	['POST', '/messages/publication', { name: 5, correlationKey: '1' }, 400],
	['POST', '/messages/publication', { name: 'a', correlationKey: '1', unheardOf: true }, 400],
	['POST', '/messages/publication', { name: 'a', correlationKey: null, messageId: null, tenantId: null }, 200],
	['POST', '/decision-requirements/search', { filter: { decisionRequirementsId: 23 } }, 400],
	['GET', '/decision-instances/+++', undefined, 400],
	['POST', '/process-instances/cancellation', { filter: { $or: [[]] } }, 400],
	['POST', '/variables/search?truncateValues=maybe', {}, 400],
	['POST', '/variables/search?truncateValues=false', {}, 200],
])('%s %s with %j is answered with %i (camunda/camunda#21483, camunda/camunda#43425)', async (method, path, body, status) => {
	expect(await send({ method, path: `/v2${path}`, body })).toMatchObject({ status });
});
