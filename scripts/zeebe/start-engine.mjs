import { join } from 'node:path';
import { freePorts } from '../lib/free-port.mjs';
import { startServer } from './start-server.mjs';

/** Starts a fresh Zeebe 8.8 engine in memory on free loopback ports and waits until it is ready. */
export async function startEngine({ javaHome, classPath }) {
	const ports = (await freePorts(2)).map(String);
	const [grpc, rest] = ports;
	const engine = startServer('The Zeebe 8.8 engine', ({ recordsFile }) => ({
		command: join(javaHome, 'bin', 'java'),
		args: ['-Xmx1g', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-classpath', classPath, 'Zeebe88', ...ports, recordsFile],
		env: {},
	}));
	await engine.readyWhen((log) => /^ready$/m.test(log));
	return { address: `127.0.0.1:${grpc}`, restAddress: `http://127.0.0.1:${rest}`, ...engine };
}
