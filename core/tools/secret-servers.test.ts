import { mayGoTo, nameServer, wrongServer } from './secret-servers';

test.each([
	['https://crm.example.com/mcp', 'crm.example.com'],
	['http://crm.example.com:8080/mcp', 'http://crm.example.com'],
	['HTTP://CRM/', 'http://crm'],
	['http://127.0.0.1:80/', '127.0.0.1'],
	['http://[::1]/', '[::1]'],
	['http://localhost.evil.example/', 'http://localhost.evil.example'],
])('names the server of %s %s', (url, name) => expect(nameServer(url)).toBe(name));

test.each([
	[[], 'https://crm.example.com', true],
	[[], 'http://127.0.0.1', true],
	[[], 'http://crm', false],
	[['crm'], 'http://crm', false],
	[['*.example.com'], 'http://crm.example.com', false],
	[['http://crm'], 'http://crm:8080', true],
	[['http://crm'], 'https://crm', false],
	[['http://*.svc.local'], 'http://crm.svc.local', true],
	[['http://*.svc.local'], 'http://svc.local', false],
	[['http://*.svc.local', 'api.example.com'], 'https://api.example.com', true],
])('with the list %j, a secret for %s may go there: %s', (servers, url, may) => expect(mayGoTo(servers, nameServer(url))).toBe(may));

test('says how to allow a server without encryption', () => {
	expect(wrongServer('CRM_KEY', 'http://crm', 'TROUPE_TOOL_SECRET_CRM_KEY_SERVERS')).toMatchObject({
		code: 'TOOL_INVALID',
		message: expect.stringContaining('not encrypted'),
		fix: expect.stringContaining('add http://crm to TROUPE_TOOL_SECRET_CRM_KEY_SERVERS'),
	});
});
