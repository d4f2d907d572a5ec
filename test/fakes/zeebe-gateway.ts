import { join } from 'node:path';
import {
	loadPackageDefinition,
	Server,
	ServerCredentials,
	type sendUnaryData,
	type ServerUnaryCall,
	type ServerWritableStream,
	type ServiceDefinition,
	status,
	type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

interface GatewayCall {
	method: string;
	request: Record<string, unknown>;
}

/** A refusal, as the gateway writes it on the wire. */
export class GatewayRefusal extends Error {
	constructor(
		readonly code: number,
		readonly details: string,
	) {
		super(details);
	}
}

type Answer = (request: Record<string, unknown>) => unknown;
type Poll = ServerWritableStream<{ maxJobsToActivate: number; requestTimeout: string }, unknown>;

/** Speaks Zeebe's gRPC protocol from Camunda's own proto file. A call without a configured reply is refused as UNIMPLEMENTED. */
export class FakeZeebeGateway {
	readonly calls: GatewayCall[] = [];
	readonly #answers = new Map<string, Answer>([
		['topology', () => ({ brokers: [], clusterSize: 1, partitionsCount: 1, replicationFactor: 1, gatewayVersion: '8.6.0' })],
	]);
	readonly #jobs: object[] = [];
	readonly #polls = new Set<Poll>();
	#server = new Server();
	#port = 0;

	get address(): string {
		return `127.0.0.1:${this.#port}`;
	}

	/** The same port again after `stop`. */
	async start(): Promise<this> {
		this.#server = new Server();
		this.#server.addService(gatewayService, this.#implementation());
		this.#port = await new Promise((resolve, reject) =>
			this.#server.bindAsync(`127.0.0.1:${this.#port}`, ServerCredentials.createInsecure(), (error, port) =>
				error ? reject(error) : resolve(port),
			),
		);
		return this;
	}

	answer(method: string, answer: Answer): void {
		this.#answers.set(method, answer);
	}

	/** Hands a job to the worker that polls, or to the next that does. */
	offer(job: { key: string; type?: string; customHeaders?: string; variables?: string; retries?: number }): void {
		this.#jobs.push({
			type: 'work',
			processInstanceKey: '7',
			bpmnProcessId: 'p',
			elementId: 'task',
			elementInstanceKey: '8',
			customHeaders: '{}',
			variables: '{}',
			retries: 3,
			deadline: '0',
			...job,
		});
		for (const poll of [...this.#polls]) this.#handOut(poll);
	}

	listCalls(method: string): Array<Record<string, unknown>> {
		return this.calls.filter((call) => call.method === method).map(({ request }) => request);
	}

	/** Cuts every connection. */
	stop(): void {
		this.#polls.clear();
		this.#server.forceShutdown();
	}

	#implementation(): UntypedServiceImplementation {
		const handlers: UntypedServiceImplementation = {};
		for (const [name, { responseStream }] of Object.entries(gatewayService)) {
			const method = name[0]!.toLowerCase() + name.slice(1);
			if (responseStream) handlers[name] = (call: Poll) => this.#poll(method, call);
			else
				handlers[name] = (call: ServerUnaryCall<Record<string, unknown>, unknown>, done: sendUnaryData<unknown>) =>
					this.#reply(method, call, done);
		}
		return handlers;
	}

	#reply(method: string, { request }: ServerUnaryCall<Record<string, unknown>, unknown>, done: sendUnaryData<unknown>): void {
		this.calls.push({ method, request });
		const answer = this.#answers.get(method);
		try {
			if (!answer) throw new GatewayRefusal(status.UNIMPLEMENTED, `no reply is configured for ${method}`);
			done(null, answer(request));
		} catch (error) {
			done(error as GatewayRefusal);
		}
	}

	#poll(method: string, poll: Poll): void {
		this.calls.push({ method, request: { ...poll.request } });
		this.#polls.add(poll);
		const over = setTimeout(() => this.#end(poll), Number(poll.request.requestTimeout));
		poll.on('cancelled', () => this.#polls.delete(poll)).on('close', () => clearTimeout(over));
		this.#handOut(poll);
	}

	#handOut(poll: Poll): void {
		const jobs = this.#jobs.splice(0, poll.request.maxJobsToActivate);
		if (jobs.length === 0) return;
		poll.write({ jobs });
		this.#end(poll);
	}

	#end(poll: Poll): void {
		this.#polls.delete(poll);
		poll.end();
	}
}

const protoFile = join(require.resolve('@camunda8/sdk'), '../proto/zeebe.proto');
const definition = loadPackageDefinition(loadSync(protoFile, { longs: String, defaults: true, enums: String })) as unknown as {
	gateway_protocol: { Gateway: { service: ServiceDefinition } };
};
const gatewayService = definition.gateway_protocol.Gateway.service;
