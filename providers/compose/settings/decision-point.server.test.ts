import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlannedToolCall } from '../../../core/ports/tools/decision-point';
import { composeDecisionPoint } from './decision-point';

it('asks nobody without a setting', () => expect(composeDecisionPoint({})).toBeUndefined());

it.each(['pdp', 'ftp://pdp.example.com', 'http://pdp.example.com/access/v1/evaluation'])('refuses %j', (value) => {
	expect(() => composeDecisionPoint({ TROUPE_DECISION_POINT: value })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

it('asks at the address, with the token', async () => {
	const asked: Array<string | undefined> = [];
	const server = createServer((request, response) => {
		asked.push(request.url, request.headers.authorization);
		response.end('{"decision":false}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/access/v1/evaluation`;
	const point = composeDecisionPoint({ TROUPE_DECISION_POINT: url, TROUPE_DECISION_POINT_TOKEN: 't' })!;
	const call = { agent: {}, tool: {} } as PlannedToolCall;
	expect(await point.permits(call, new AbortController().signal)).toBe(false);
	expect(asked).toEqual(['/access/v1/evaluation', 'Bearer t']);
	server.close();
});
