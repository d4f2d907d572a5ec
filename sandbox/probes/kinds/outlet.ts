import type { Probe } from '../probe';

/** Attacks through a way out. It allows GET to localhost with paths that begin with /allowed; "bait" is beyond it. */
const outlet = (probe: Omit<Probe, 'level' | 'outlet'>): Probe => ({ level: 'L0+', outlet: true, ...probe });
const isBait = `(text) => text.includes('bait') && text.slice(-20)`;
const raw = (...lines: string[]) => `
	const socket = require('node:net').connect(facts.tcpPort, 'localhost');
	socket.end(${lines.map((line) => `\`${line}\\r\\n\``).join(' + ')} + '\\r\\n');
	let text = '';
	for await (const chunk of socket) text += chunk;
	return (${isBait})(text);
`;

export const outletProbes: Probe[] = [
	outlet({
		id: 'outlet-host',
		attempt: 'ask another host through the way out',
		code: `return (${isBait})(await (await fetch('http://127.0.0.1:' + facts.tcpPort + '/allowed')).text());`,
	}),
	outlet({
		id: 'outlet-method',
		attempt: 'use another method through the way out',
		code: `return (${isBait})(await (await fetch('http://localhost:' + facts.tcpPort + '/allowed', { method: 'DELETE' })).text());`,
	}),
	outlet({
		id: 'outlet-path',
		attempt: 'leave the path that is allowed',
		code: `return (${isBait})(await (await fetch('http://localhost:' + facts.tcpPort + '/allowed%2f..%2fsecret')).text());`,
	}),
	outlet({
		id: 'outlet-redirect',
		attempt: 'follow a redirect to another host',
		code: `return (${isBait})(await (await fetch('http://localhost:' + facts.tcpPort + '/allowed-redirect')).text());`,
	}),
	outlet({
		id: 'outlet-header',
		attempt: 'name another host in a header',
		code: raw('GET /allowed HTTP/1.1', 'Host: 127.0.0.1', 'Connection: close'),
	}),
	outlet({
		id: 'outlet-absolute',
		attempt: 'name another host in the address of a request',
		code: raw('GET http://127.0.0.1:${facts.tcpPort}/secret HTTP/1.1', 'Host: localhost:${facts.tcpPort}', 'Connection: close'),
	}),
	outlet({
		id: 'outlet-second',
		attempt: 'hide a second request in the body of the first',
		code: raw(
			'GET /allowed HTTP/1.1',
			'Host: localhost:${facts.tcpPort}',
			'Content-Length: 0',
			'',
			'GET /secret HTTP/1.1',
			'Host: localhost:${facts.tcpPort}',
			'Connection: close',
		),
	}),
	outlet({
		id: 'outlet-tunnel',
		attempt: 'open a tunnel to another host',
		code: raw('CONNECT 127.0.0.1:${facts.tcpPort} HTTP/1.1', 'Host: 127.0.0.1'),
	}),
	outlet({
		id: 'outlet-upgrade',
		attempt: 'change the protocol of a connection',
		code: raw('GET /allowed HTTP/1.1', 'Host: localhost:${facts.tcpPort}', 'Connection: Upgrade', 'Upgrade: bait'),
	}),
];
