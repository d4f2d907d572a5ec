import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { getErrorMessage, isTroupeError } from '../../../core/base/errors';
import { discoveryDescriptor } from '../../discovery/discovery-source';
import { type Container, createContainer, giveTo, openFolderTo } from '../../levels/container/container';
import { askEngine } from '../../levels/container/engine-program';
import { HostSockets, listSockets } from '../../levels/container/host-sockets';
import { forgetEngine, openEngine } from '../../levels/container/open-engine';
import { sweepContainers } from '../../levels/container/sweep-containers';
import type { Launch } from '../../levels/launch';
import { scratchName } from '../../scratch/scratch-folder';
import { collectText } from '../output-collector';
import { notStarted } from '../start-failure';
import { listOwnDescriptors } from '../../levels/descriptors';
import { maxErrors, startMs } from './limits';
import type { ContainerFacts } from '../../report/report-shape';
import type { ProcessExit, ProcessOptions, SandboxProcess } from './sandbox-process';
import { composeLaunch } from '../../levels/compose-launch';

/** Max time between the end of a container and of its waiting program. */
const endMs = 15_000;

/** L3: a container. Its starting program waits for its end. */
export class ContainerProcess implements SandboxProcess {
	readonly streams: ReadonlyMap<number, Duplex>;
	readonly outputs: Readable[];
	readonly errors: () => string;
	readonly startError: undefined;
	readonly ended: Promise<ProcessExit>;
	readonly container: ContainerFacts;
	readonly #program: ChildProcess;
	readonly #container: Container;
	#killing: Promise<void> | undefined;

	/** @throws TroupeError NOT_SUPPORTED with the engine's message */
	static async start(options: ProcessOptions, folder: string): Promise<ContainerProcess> {
		const container = createContainer(await openEngine());
		try {
			return await startContainer(options, folder, container);
		} catch (error) {
			forgetEngine();
			throw isTroupeError(error) ? error : notStarted('L3', { blocked: getErrorMessage(error), errors: '' });
		}
	}

	constructor(
		container: Container,
		{ outputs }: Launch,
		program: ChildProcess,
		{ streams, errors }: { streams: Map<number, Duplex>; errors: () => string },
	) {
		const { engine } = container;
		this.#container = container;
		this.#program = program;
		this.streams = streams;
		this.errors = errors;
		this.outputs = outputs.map((descriptor) => streams.get(descriptor)!);
		this.ended = this.#waitForEnd();
		this.container = {
			engine: engine.program,
			version: engine.version,
			image: engine.image.name,
			imageId: engine.image.id,
			...(engine.runtime !== undefined && { runtime: engine.runtime }),
		};
	}

	/** The kernel limits it. Its ID is used only if it certainly belongs to this machine. */
	async watch(): Promise<number> {
		const { engine, name } = this.#container;
		const answer = await askEngine(engine.program, ['inspect', '--format', '{{.State.Pid}} {{.Id}}', name]).catch(() => '');
		const [pid = '', id = ''] = answer.trim().split(' ');
		try {
			return id !== '' && readFileSync(`/proc/${Number(pid)}/cgroup`, 'latin1').includes(id) ? Number(pid) : 0;
		} catch {
			return 0;
		}
	}

	/** The kernel kills only for memory. */
	findExceeded(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	give(path: string): void {
		giveTo(this.#container.user, path);
	}

	kill(): void {
		if (!hasEnded(this.#program)) this.#killing ??= endProgram(this.#program, this.#container);
	}

	async remove(): Promise<void> {
		await this.#killing;
	}

	async #waitForEnd(): Promise<ProcessExit> {
		const collected = [...this.outputs, this.streams.get(discoveryDescriptor)].filter((stream) => stream !== undefined);
		const closed = Promise.all(collected.map((stream) => new Promise((resolve) => stream.once('close', resolve))));
		const [exitCode, signal] = (await once(this.#program, 'close')) as ProcessExit;
		const clock = setTimeout(() => collected.forEach((stream) => stream.destroy()), signal === null ? endMs : 0);
		await closed.finally(() => clearTimeout(clock));
		return [exitCode, signal];
	}
}

async function startContainer(options: ProcessOptions, folder: string, container: Container): Promise<ContainerProcess> {
	const { engine, user } = container;
	openFolderTo(user, folder);
	if (options.scratchBytes !== undefined) giveTo(user, join(folder, scratchName));
	const launch = composeLaunch(options.level, { ...options, folder, container });
	await sweepContainers(engine);
	const sockets = await HostSockets.listen(folder, listSockets(listOwnDescriptors(options), launch.outputs), user);
	const program = spawn(launch.file, launch.args, { cwd: folder, env: launch.env, stdio: ['ignore', 'pipe', 'pipe'] });
	try {
		return new ContainerProcess(container, launch, program, await waitForSockets(sockets, program));
	} catch (error) {
		sockets.close();
		await endProgram(program, container);
		throw error;
	}
}

async function waitForSockets(
	sockets: HostSockets,
	program: ChildProcess,
): Promise<{ streams: Map<number, Duplex>; errors: () => string }> {
	const errors = collectText(program.stderr!, maxErrors);
	program.stdout!.resume();
	const failed = new Promise<never>((_resolve, reject) => {
		program.once('error', (startError) => reject(notStarted('L3', { errors: '', startError })));
		program.once('close', () => reject(notStarted('L3', { errors: errors() })));
	});
	const clock = AbortSignal.timeout(startMs);
	const late = once(clock, 'abort').then(() =>
		Promise.reject(notStarted('L3', { errors: `Error: it did not start within ${startMs / 1000} seconds` })),
	);
	return { streams: await Promise.race([sockets.connected, failed, late]), errors };
}

/** Kills a container by name, and its program if that does not end by then. */
async function endProgram(program: ChildProcess, { engine, name }: Container): Promise<void> {
	if (hasEnded(program)) return;
	const closed = once(program, 'close');
	const isKilled = await askEngine(engine.program, ['kill', name]).then(
		() => true,
		() => false,
	);
	const clock = setTimeout(() => program.kill('SIGKILL'), isKilled ? endMs : 1_000);
	const [, signal] = (await closed) as ProcessExit;
	clearTimeout(clock);
	if (signal !== null) await askEngine(engine.program, ['rm', '--force', name]).catch(() => undefined);
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
	return pid === undefined || exitCode !== null || signalCode !== null;
}
