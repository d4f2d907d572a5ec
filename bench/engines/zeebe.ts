import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connectCamundaRest } from '../../engine-adapter/zeebe/connect-camunda-rest';
import { connectZeebe } from '../../engine-adapter/zeebe/connect-zeebe';

/** The real Zeebe broker of this run, without the exporter of the tests and with Java's default settings. */
export interface Broker {
	/** The address of gRPC: `127.0.0.1:26500`. */
	address: string;
	/** The REST API: `http://127.0.0.1:8080`. */
	restAddress: string;
	stop(): Promise<unknown>;
}

/** @throws Error with the reason when there is no broker */
export async function startBroker(): Promise<Broker> {
	const broker = spawn('node', ['scripts/zeebe-broker.mjs', '--plain'], { stdio: ['pipe', 'pipe', 'inherit'] });
	const [line] = (await once(createInterface({ input: broker.stdout }), 'line')) as [string];
	const { address, restAddress, unavailable } = JSON.parse(line) as Omit<Broker, 'stop'> & { unavailable?: string };
	if (unavailable !== undefined) throw new Error(`The real Zeebe broker cannot run here: ${unavailable}`);
	const ended = once(broker, 'exit');
	return {
		address,
		restAddress,
		stop: () => {
			broker.stdin.end();
			return ended;
		},
	};
}

/** Back-pressure at high concurrency is part of the measurement and not reported. */
export const connect = (address: string) => connectZeebe({ address, onProblem: () => undefined });
export const connectOverRest = (address: string) => connectCamundaRest({ address, onProblem: () => undefined });
