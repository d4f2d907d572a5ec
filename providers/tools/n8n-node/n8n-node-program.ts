/** Program that runs n8n nodes: one task at a time from its parent. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { closeInspector, refuseSignals } from '../../processes/signals';
import { readMessage, writeMessage } from './node-messages';
import type { FromProgram, NodeCall, NodeFault, NodeWork, ProgramArguments, ToProgram, WorkResults } from './node-task';
import { BoundConnections } from './program/bound-connections';
import { BoundPrograms } from './program/bound-programs';
import { BoundRequests } from './program/bound-requests';
import type { AskWorker } from './program/credentials-helper';
import { listChoices } from './program/list-choices';
import type { N8n } from './program/n8n-api';
import { loadN8n } from './program/load-n8n';
import { LoadedPackages } from './program/node-types';
import { runTask } from './program/run-task';
import { toFault } from './program/to-fault';
import { visitNode } from './program/visit-node';

type Work = Extract<ToProgram, { kind: 'work' }>;

closeInspector();
refuseSignals();
const { n8n: folder, compileCache, allowPrivateNetworks, holdsPrograms } = JSON.parse(process.argv[2]!) as ProgramArguments;
if (compileCache !== undefined) enableCompileCache(compileCache);

type Result = WorkResults[NodeWork['kind']];

const boundRequests = BoundRequests.install();
let boundConnections: BoundConnections | undefined;
const boundPrograms = holdsPrograms ? BoundPrograms.install() : undefined;
const answers = new Map<number, (answer: Extract<ToProgram, { kind: 'answer' }>['answer']) => void>();
let calls = 0;
let running: AbortController | undefined;

process.on('disconnect', () => process.exit());
void start();

async function start(): Promise<void> {
	try {
		boundConnections = BoundConnections.install(allowPrivateNetworks);
		const n8n = await loadN8n(folder);
		const packages = new LoadedPackages(n8n);
		process.on('message', (sent: unknown) => {
			const message = readMessage<ToProgram>(sent)!;
			if (message.kind === 'work') void work(n8n, packages, message);
			else if (message.kind === 'cancel') running?.abort();
			else answers.get(message.call)?.(message.answer);
		});
		tell({ kind: 'ready' });
		// The process ends by a kill, which writes nothing.
		if (compileCache !== undefined) setImmediate(flushCompileCache);
	} catch (error) {
		tell({ kind: 'not-started', message: error instanceof Error ? error.message : String(error) });
	}
}

async function work(n8n: N8n, packages: LoadedPackages, { work, package: admitted }: Work): Promise<void> {
	const secrets = new Set<string>();
	const ask = async (call: NodeCall) => {
		const value = await askWorker(call);
		if (call.of !== 'write-back') collectSecrets(value, secrets);
		return value;
	};
	running = new AbortController();
	// Before any code of the package is loaded.
	const bound = boundRequests.restrict(admitted.requests);
	const watched = boundConnections?.watch(() => {
		tell({ kind: 'fault', fault: { ...toFault(undefined, [...secrets], watched?.refused), goesOn: true } });
	});
	const programs = boundPrograms?.watch();
	try {
		await packages.add(admitted);
		tell({ kind: 'result', result: await perform(work, admitted.name, { n8n, packages, ask, signal: running.signal }) });
	} catch (error) {
		const { refused } = bound;
		if (refused !== undefined) tell({ kind: 'fault', fault: describeRefused(refused) });
		else if (programs?.refused !== undefined) tell({ kind: 'fault', fault: describeProgram(programs.refused) });
		else tell({ kind: 'fault', fault: toFault(error, [...secrets], watched?.refused) });
	}
}

const describeRefused = (request: string): NodeFault => ({
	kind: 'capability',
	message: `The manifest of the package does not allow ${request}`,
	description: request,
});

const describeProgram = (program: string): NodeFault => ({
	kind: 'program',
	message: `The program ${program} could call private networks and was not started`,
	description: program,
});

interface Parts {
	n8n: N8n;
	packages: LoadedPackages;
	ask: AskWorker;
	signal: AbortSignal;
}

async function perform(work: NodeWork, packageName: string, { n8n, packages, ask, signal }: Parts): Promise<Result> {
	switch (work.kind) {
		case 'run':
			return runTask(n8n, packages, work.task, ask, signal);
		case 'visit':
			return visitNode(n8n, packages, work.task, ask, work.visit, signal);
		case 'list':
			return listChoices(n8n, packages, work.task, ask);
		case 'describe':
			return packages.describe(packageName);
	}
}

async function askWorker(request: NodeCall): Promise<unknown> {
	const call = ++calls;
	const answer = await new Promise<Extract<ToProgram, { kind: 'answer' }>['answer']>((resolve) => {
		answers.set(call, resolve);
		tell({ kind: 'call', call, request });
	});
	answers.delete(call);
	if ('problem' in answer) throw new Error(answer.problem);
	return answer.value;
}

/** Shorter values, such as a region or user name, are words that a message may need. */
const minSecretCharacters = 8;

function collectSecrets(value: unknown, into: Set<string>): void {
	if (typeof value === 'string' && value.length >= minSecretCharacters) into.add(value);
	else if (typeof value === 'object' && value !== null)
		for (const [name, inner] of Object.entries(value)) if (name !== 'allowedDomains') collectSecrets(inner, into);
}

function tell(message: FromProgram): void {
	process.send!(writeMessage(message), () => undefined); // without a host, `disconnect` ends this process
}
