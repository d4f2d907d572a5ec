import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server as SocketServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { lookForKoffi } from '../levels/kernel/find-koffi';
import { findSystemCalls } from '../levels/kernel/system-calls';
import { listMappedFiles } from '../levels/kernel/mapped-files';
import type { SandboxLimits } from '../levels/limits';
import { createTemporaryFolder } from '../levels/temporary-folder';
import type { Facts } from './probe';

export class Bait {
	readonly facts: Facts;
	readonly #servers: Array<Server | SocketServer>;
	readonly #socket: Socket;

	static async lay(limits: SandboxLimits, stateFolder: string): Promise<Bait> {
		const folder = createTemporaryFolder('troupe-bait-', baitFiles);
		const secretFile = join(folder, 'secret.env');
		const [grantedFile, grantedFolder, writableFolder] = layGrants(folder, secretFile);
		const abstractName = `troupe-bait-${process.pid}-${Date.now()}`;
		const http = createBaitServer();
		const byPath = createSocketServer(accept);
		const abstract = createSocketServer(accept);
		const socket = createSocket('udp4', (message, { port, address }) => socket.send(answerName(message), port, address));
		http.listen(0, '127.0.0.1');
		byPath.listen(join(folder, 'bait.sock'));
		abstract.listen(`\0${abstractName}`);
		socket.bind(0, '127.0.0.1');
		await Promise.all([http, byPath, abstract, socket].map((server) => once(server, 'listening')));
		const library = listMappedFiles().find((file) => /libm[.-]/.test(file)) ?? listMappedFiles().at(-1);
		const koffi = lookForKoffi(stateFolder);
		const facts: Facts = {
			grantedFile,
			grantedFolder,
			writableFolder,
			node: process.execPath,
			folder,
			secretFile,
			abstractName,
			socketPath: join(folder, 'bait.sock'),
			hostPid: process.pid,
			hostName: hostname(),
			tcpPort: (http.address() as AddressInfo).port,
			udpPort: socket.address().port,
			descriptor: openSync(secretFile, 'r'),
			koffi: koffi && join(koffi, 'index.js'),
			library,
			libraryId: library && identifyFile(library),
			memoryMb: limits.memoryMb,
			timeMs: limits.timeMs,
			outputBytes: limits.outputBytes,
			numbers: findSystemCalls(process.arch)?.byName ?? {},
		};
		return new Bait(facts, [http, byPath, abstract], socket);
	}

	private constructor(facts: Facts, servers: Array<Server | SocketServer>, socket: Socket) {
		this.facts = facts;
		this.#servers = servers;
		this.#socket = socket;
	}

	remove(): void {
		for (const server of this.#servers) server.close();
		this.#socket.close();
		closeSync(this.facts.descriptor);
		rmSync(this.facts.folder, { recursive: true, force: true });
	}
}

const baitFiles = {
	'secret.env': 'SECRET=bait\n',
	'module.js': `module.exports = 'loaded';\n`,
	'granted.txt': 'granted',
	'granted.txt.secret': 'bait',
};

function layGrants(folder: string, secretFile: string): [file: string, readable: string, writable: string] {
	const readable = join(folder, 'granted');
	const writable = join(folder, 'writable');
	mkdirSync(readable);
	mkdirSync(writable);
	symlinkSync(secretFile, join(readable, 'link'));
	return [join(folder, 'granted.txt'), readable, writable];
}

/** Answers "bait" to everything that the probes' outlet does not allow. */
function createBaitServer(): Server {
	const server = createServer(({ url, method, headers }, response) => {
		if (url === '/allowed-redirect') {
			response.writeHead(302, { location: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret` }).end();
		} else response.end(url === '/allowed' && method === 'GET' && headers.host?.startsWith('localhost') ? 'allowed' : 'bait');
	});
	for (const event of ['connect', 'upgrade'] as const)
		server.on(event, (_request: unknown, socket: Duplex) => void socket.end('HTTP/1.1 200 OK\r\n\r\nbait'));
	return server;
}

function identifyFile(path: string): string {
	const { dev, ino } = statSync(path);
	return `${dev}:${ino}`;
}

const accept = (socket: { destroy(): void }) => socket.destroy();

/** Answers a name query with 192.0.2.1: RFC 1035, section 4. */
function answerName(question: Buffer): Buffer {
	if (question.length < 12) return Buffer.from('bait');
	const header = Buffer.from(question.subarray(0, 12));
	header.writeUInt16BE(0x8180, 2);
	header.writeUInt16BE(1, 6);
	header.writeUInt32BE(0, 8);
	const end = question.indexOf(0, 12) + 5;
	const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
	return Buffer.concat([header, question.subarray(12, end), record]);
}
