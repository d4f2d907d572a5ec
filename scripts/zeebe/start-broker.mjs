import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopping } from './stopping.mjs';

const readyWithinMs = 180_000;

/** Starts a fresh broker on free loopback ports and waits until it is ready. Its state lies in a folder that `stop` removes. */
export async function startBroker({ javaHome, brokerFolder, exporterJar, plain = false }) {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-zeebe-'));
	const recordsFile = join(folder, 'records.jsonl');
	const logFile = join(folder, 'broker.log');
	writeFileSync(recordsFile, '');
	const [grpc, rest, management, command, internal] = await freePorts(5);
	const log = openSync(logFile, 'a');
	const broker = spawn(join(brokerFolder, 'bin', 'broker'), [], {
		cwd: folder,
		stdio: ['ignore', log, log],
		env: {
			...process.env,
			...brokerSettings({ javaHome, folder, grpc, rest, management, command, internal }),
			...(plain ? {} : testSettings({ recordsFile, exporterJar })),
		},
	});
	const ended = new Promise((resolve) => broker.once('close', resolve));
	const stop = async () => {
		broker.kill('SIGTERM');
		if ((await Promise.race([ended.then(() => 'ended'), sleep(10_000, 'late', { ref: false })])) === 'late') broker.kill('SIGKILL');
		await ended;
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		await waitUntilReady(broker, management, logFile);
	} catch (error) {
		await stop();
		throw error;
	}
	return { address: `127.0.0.1:${grpc}`, restAddress: `http://127.0.0.1:${rest}`, recordsFile, stop, ended };
}

function brokerSettings({ javaHome, folder, grpc, rest, management, command, internal }) {
	const loopback = '127.0.0.1';
	return {
		JAVA_HOME: javaHome,
		SERVER_ADDRESS: loopback,
		SERVER_PORT: rest,
		MANAGEMENT_SERVER_ADDRESS: loopback,
		MANAGEMENT_SERVER_PORT: management,
		MANAGEMENT_SERVER_BASE_PATH: '/',
		ZEEBE_BROKER_NETWORK_HOST: loopback,
		ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: command,
		ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: internal,
		ZEEBE_BROKER_GATEWAY_NETWORK_HOST: loopback,
		ZEEBE_BROKER_GATEWAY_NETWORK_PORT: grpc,
		ZEEBE_BROKER_DATA_DIRECTORY: join(folder, 'data'),
	};
}

/** Up in little time and memory, and every record told. */
function testSettings({ recordsFile, exporterJar }) {
	return {
		JAVA_OPTS: '-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1',
		ZEEBE_BROKER_EXPORTERS_RECORDS_CLASSNAME: 'RecordFileExporter',
		ZEEBE_BROKER_EXPORTERS_RECORDS_JARPATH: exporterJar,
		ZEEBE_BROKER_EXPORTERS_RECORDS_ARGS_FILE: recordsFile,
	};
}

async function waitUntilReady(broker, managementPort, logFile) {
	const deadline = Date.now() + readyWithinMs;
	while (Date.now() < deadline) {
		const answer = await fetch(`http://127.0.0.1:${managementPort}/actuator/health/readiness`).catch(() => undefined);
		if (answer?.ok) return;
		if (broker.exitCode !== null)
			throw new Error(`The Zeebe broker ended with code ${broker.exitCode}. The end of its log:\n${endOf(logFile)}`);
		await sleep(200, undefined, { signal: stopping });
	}
	throw new Error(`The Zeebe broker was not ready within ${readyWithinMs / 1000} s. The end of its log:\n${endOf(logFile)}`);
}

const endOf = (file) => readFileSync(file, 'utf8').slice(-2_000);

/** All are held at once, so that they differ. */
async function freePorts(count) {
	const servers = await Promise.all(
		Array.from(
			{ length: count },
			() =>
				new Promise((resolve) => {
					const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
				}),
		),
	);
	const ports = servers.map((server) => String(server.address().port));
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}
