import type { Probe } from '../probe';

const connect = (target: string) => `
	await new Promise((resolve, reject) => require('node:net').connect(${target}).once('connect', resolve).once('error', reject));
	return 'connected';
`;
const listen = (target: string) => `
	await new Promise((resolve, reject) => require('node:net').createServer().listen(${target}).once('listening', resolve).once('error', reject));
	return 'listening';
`;

/** Node 24's permission model does not cover sockets. */
export const networkProbes: Probe[] = [
	{ id: 'tcp', attempt: 'connect over TCP', level: 'L0+', code: connect(`facts.tcpPort, '127.0.0.1'`) },
	{ id: 'tcp-listen', attempt: 'accept connections over TCP', level: 'L0+', code: listen(`0, '127.0.0.1'`) },
	{
		id: 'udp',
		attempt: 'send data over UDP',
		level: 'L0+',
		code: `
			const socket = require('node:dgram').createSocket('udp4');
			await new Promise((resolve, reject) => socket.once('error', reject).send('x', facts.udpPort, '127.0.0.1', (error) => error ? reject(error) : resolve()));
			return 'sent';
		`,
	},
	{
		id: 'udp-listen',
		attempt: 'receive data over UDP',
		level: 'L0+',
		code: `
			const socket = require('node:dgram').createSocket('udp4');
			await new Promise((resolve, reject) => socket.once('error', reject).bind(0, '127.0.0.1', resolve));
			return 'bound';
		`,
	},
	{
		id: 'unix-socket',
		attempt: 'connect to a Unix socket by its path, such as that of Docker',
		from: 'CVE-2026-21636',
		level: 'L0+',
		code: connect('facts.socketPath'),
	},
	{
		id: 'abstract-socket',
		attempt: 'connect to an abstract Unix socket',
		from: 'CVE-2020-15257',
		level: 'L0+',
		code: connect(`'\\0' + facts.abstractName`),
	},
	{ id: 'abstract-listen', attempt: 'listen on an abstract Unix socket', level: 'L0+', code: listen(`'\\0troupe-probe-' + process.pid`) },
	{
		id: 'dns',
		attempt: 'send data in questions for names',
		level: 'L0+',
		code: `
			const resolver = new (require('node:dns').promises.Resolver)({ timeout: 1000, tries: 1 });
			resolver.setServers(['127.0.0.1:' + facts.udpPort]);
			return (await resolver.resolve4('secret.example')).join();
		`,
	},
	{
		id: 'host-lookup',
		attempt: 'ask the system for the address of a name',
		level: 'L0+',
		code: `return (await require('node:dns').promises.lookup('localhost')).address;`,
	},
	{
		id: 'http',
		attempt: 'call a server over HTTP',
		level: 'L0+',
		code: `return (await fetch('http://127.0.0.1:' + facts.tcpPort + '/')).status;`,
	},
	{
		id: 'interfaces',
		attempt: 'list the network interfaces',
		level: 'L0+',
		code: `return Object.keys(require('node:os').networkInterfaces()).join();`,
	},
	{
		id: 'unix-listen',
		attempt: 'accept connections on a Unix socket',
		from: 'CVE-2026-21711',
		level: 'L0+',
		code: listen(`facts.folder + '/planted-' + process.pid + '.sock'`),
	},
	{
		id: 'http-session',
		attempt: 'call a server over HTTP/2',
		level: 'L0+',
		code: `
			const session = require('node:http2').connect('http://127.0.0.1:' + facts.tcpPort);
			await new Promise((resolve, reject) => session.once('connect', resolve).once('error', reject));
			session.on('error', () => undefined).destroy();
			return 'connected';
		`,
	},
];
