import { join } from 'node:path';
import { freePorts } from '../lib/free-port.mjs';
import { startServer } from './start-server.mjs';

/** Starts a fresh broker on free loopback ports and waits until it is ready. */
export async function startBroker({ javaHome, brokerFolder, exporterJar, plain = false }) {
	const [grpc, rest, management, command, internal] = await freePorts(5);
	const broker = startServer('The Zeebe broker', ({ folder, recordsFile }) => ({
		command: join(brokerFolder, 'bin', 'broker'),
		args: [],
		env: {
			...brokerSettings({ javaHome, folder, grpc, rest, management, command, internal }),
			...(plain ? {} : testSettings({ recordsFile, exporterJar })),
		},
	}));
	await broker.readyWhen(async () => {
		const answer = await fetch(`http://127.0.0.1:${management}/actuator/health/readiness`).catch(() => undefined);
		return answer?.ok;
	});
	return { address: `127.0.0.1:${grpc}`, restAddress: `http://127.0.0.1:${rest}`, ...broker };
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

/** Starts fast with little memory and exports every record. Its state is temporary, so no step waits for the disk. */
function testSettings({ recordsFile, exporterJar }) {
	return {
		ZEEBE_BROKER_CLUSTER_RAFT_FLUSH_ENABLED: 'false',
		JAVA_OPTS: '-Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1',
		ZEEBE_BROKER_EXPORTERS_RECORDS_CLASSNAME: 'RecordFileExporter',
		ZEEBE_BROKER_EXPORTERS_RECORDS_JARPATH: exporterJar,
		ZEEBE_BROKER_EXPORTERS_RECORDS_ARGS_FILE: recordsFile,
	};
}
