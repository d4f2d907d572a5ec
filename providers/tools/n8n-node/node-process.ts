import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createFolder } from '../../../core/base/create-folder';
import { TroupeError } from '../../../core/base/errors';
import type { N8nInstallation } from '../../../core/base/n8n-installation';
import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import { guardMemory } from '../../processes/guard-memory';
import { programArguments } from '../../processes/program-arguments';
import { closeInspector } from '../../processes/signals';
import type { NodeEnd } from './node-end';
import { readMessage, writeMessage } from './node-messages';
import { hasPermissionModel, isGrantable, listNotHeld, restrictionArguments } from './node-restriction';
import type { AdmittedPackage, CallAnswer, FromProgram, NodeCall, NodeWork, ProgramArguments, ToProgram } from './node-task';

/** Machine variables that nodes need. The rest of the worker's environment holds keys. */
const passedOn = [
	'PATH',
	'LANG',
	'TZ',
	'GENERIC_TIMEZONE',
	'SystemRoot',
	'NODE_EXTRA_CA_CERTS',
	'SSL_CERT_FILE',
	'SSL_CERT_DIR',
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'ALL_PROXY',
	'NO_PROXY',
	'http_proxy',
	'https_proxy',
	'all_proxy',
	'no_proxy',
	'NODES_EXCLUDE',
	'NODES_INCLUDE',
	'N8N_EXPRESSION_ENGINE',
	'N8N_RESTRICT_FILE_ACCESS_TO',
	'N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE',
];

/** @param folder of this process, replaces n8n's user folder @param files the folder of files that items refer to */
function nodeEnvironment(folder: string, files: string): NodeJS.ProcessEnv {
	// oxlint-disable-next-line no-restricted-properties -- not settings of Troupe: they are handed on as they are
	const own = process.env;
	return {
		...Object.fromEntries(passedOn.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]]))),
		HOME: folder,
		N8N_USER_FOLDER: folder,
		NODE_ENV: 'production',
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_STORAGE_PATH: files,
		// Encrypts nothing: credentials stay with the worker.
		N8N_ENCRYPTION_KEY: 'unused',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_BLOCK_ENV_ACCESS_IN_NODE: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_LOG_LEVEL: 'error',
	};
}

/** n8n's folder for workflow files, with a subfolder per tenant. */
const ofTenants = 'workflows';

/**
 * Gives a process a storage folder with only its tenant's files. @param folder of the process @param files the storage folder of all tenants @returns
 * `granted`: the usable folder; undefined if the tenant's name cannot be a folder name, so files end with the process
 */
function openTenantFiles(folder: string, files: string, tenant: string): { storage: string; granted?: string } {
	const storage = join(folder, 'files');
	mkdirSync(join(storage, ofTenants), { recursive: true });
	if (/^\.*$|[/\\]/.test(tenant) || !isGrantable(tenant)) return { storage };
	const granted = join(files, ofTenants, tenant);
	createFolder(granted);
	symlinkSync(granted, join(storage, ofTenants, tenant), 'dir');
	return { storage, granted };
}

export interface NodeProcessOptions {
	n8n: N8nInstallation;
	memoryMb: number;
	files: string;
	/** Node.js compile cache of n8n; without it a start takes twice as long. */
	compileCache?: string;
	/** Lets nodes call private networks. Default false. */
	allowPrivateNetworks?: boolean;
}

/** Answers a running node's calls. @throws TroupeError, which ends the task */
export type AnswerCall = (call: NodeCall) => Promise<unknown>;

/** Max start time on a busy machine. */
const startMs = 60_000;
/** Time for a stopped node to close its resources. */
const graceMs = 500;

/** Packages whose list is not fully enforceable, already reported. */
const told = new Set<string>();
const program = join(__dirname, 'n8n-node-program.ts');

/** Runs one node at a time for one tenant: a package's memory never meets another tenant's data. */
export class NodeProcess {
	readonly #child: ChildProcess;
	readonly #folder = mkdtempSync(join(tmpdir(), 'troupe-n8n-'));
	readonly #ended: Promise<NodeEnd>;
	readonly #ready: Promise<void>;
	readonly #loaded = new Map<string, string>();
	#tenant: string | undefined;
	#errors = '';

	/** @param restricted the only package of a process restricted to its manifest @param tenant of that process: it has the files of no other */
	constructor(
		private readonly options: NodeProcessOptions,
		private readonly restricted?: AdmittedPackage,
		tenant?: string,
	) {
		const { n8n, memoryMb, allowPrivateNetworks = false } = options;
		const own = restricted && tenant !== undefined ? openTenantFiles(this.#folder, options.files, tenant) : undefined;
		if (restricted) this.#tenant = tenant;
		// Node needs a writable cache, and others would run what a package writes there.
		const compileCache = restricted ? undefined : options.compileCache;
		closeInspector();
		const holdsPrograms = !allowPrivateNetworks && restricted === undefined;
		const values: ProgramArguments = { n8n: n8n.folder, compileCache, allowPrivateNetworks, holdsPrograms };
		this.#child = fork(program, [JSON.stringify(values)], {
			execPath: n8n.program,
			execArgv: [
				...this.#restrict(own?.granted),
				...programArguments(program),
				'--no-enable-source-maps',
				`--max-old-space-size=${Math.ceil(memoryMb * 0.75)}`,
			],
			env: { ...nodeEnvironment(this.#folder, own?.storage ?? options.files), ...(restricted && { TMPDIR: this.#folder }) },
			cwd: this.#folder,
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			windowsHide: true,
		});
		const { pid } = this.#child;
		const removeFolder = () => rmSync(this.#folder, { recursive: true, force: true });
		process.on('exit', removeFolder);
		const unguard = pid === undefined ? () => undefined : guardMemory(pid, memoryMb);
		this.#ended = new Promise<NodeEnd>((resolve) => {
			this.#child.once('exit', (code, signal) =>
				resolve({ kind: signal === 'SIGKILL' || signal === 'SIGABRT' || code === 134 ? 'memory' : 'crash' }),
			);
			this.#child.on('error', () => resolve({ kind: 'crash' }));
		}).finally(() => {
			unguard();
			process.off('exit', removeFolder);
			removeFolder();
		});
		this.#child.stderr?.on('data', (text: Buffer) => (this.#errors = (this.#errors + text.toString()).slice(-2_000)));
		this.#ready = this.#start();
		// Awaited with the first task.
		this.#ready.catch(() => undefined);
		this.rest();
	}

	get isAlive(): boolean {
		return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null;
	}

	isOf(tenant: string): boolean {
		return this.#tenant === tenant;
	}

	/** True if no other tenant used it, and it loaded no other version of the package. */
	fits(tenant: string, { name, stamp, folder, restriction }: AdmittedPackage): boolean {
		if (!isDeepStrictEqual(restriction, this.restricted?.restriction)) return false;
		if (this.restricted && this.restricted.folder !== folder) return false;
		return this.isAlive && (this.#tenant ?? tenant) === tenant && (this.#loaded.get(name) ?? stamp) === stamp;
	}

	/** @throws TroupeError of a call, DEPENDENCY_MISSING if n8n does not start */
	async run<Work extends NodeWork>(
		work: Work,
		admitted: AdmittedPackage,
		answer: AnswerCall,
		signal: AbortSignal,
	): Promise<NodeEnd<Work['kind']>> {
		this.#hold(true);
		await this.#ready;
		this.#tenant = work.task.tenant;
		this.#loaded.set(admitted.name, admitted.stamp);
		let refusal: Error | undefined;
		const reply = async (call: number, request: NodeCall) => {
			const answered = await answer(request).then(
				(value): CallAnswer => ({ value }),
				(error: Error): CallAnswer => {
					refusal ??= error;
					return { problem: 'the worker refused it' };
				},
			);
			this.#send({ kind: 'answer', call, answer: answered });
		};
		const end = await this.#converse({ kind: 'work', work, package: admitted }, reply, signal);
		if (end.kind === 'fault' && refusal !== undefined) throw refusal;
		return end as NodeEnd<Work['kind']>;
	}

	async end(): Promise<void> {
		// Otherwise the program could end while it waits for this.
		this.#hold(true);
		this.#child.kill('SIGKILL');
		await this.#ended;
	}

	rest(): void {
		this.#hold(false);
	}

	#restrict(files?: string): string[] {
		const { restriction, folder, name } = this.restricted ?? {};
		if (restriction === undefined || folder === undefined) return [];
		const { n8n } = this.options;
		const notHeld = listNotHeld(restriction, n8n, folder);
		if (notHeld.length > 0 && !told.has(folder))
			warnOperator(`The process of ${name} is not held to its manifest in this: ${notHeld.join('; ')}.`, {
				code: 'CAPABILITY_NOT_HELD',
			});
		if (notHeld.length > 0) told.add(folder);
		return hasPermissionModel(n8n.program)
			? restrictionArguments({ n8n, files, program, folder: this.#folder, package: folder, restriction })
			: [];
	}

	async #converse(start: ToProgram, reply: (call: number, request: NodeCall) => Promise<void>, signal: AbortSignal): Promise<NodeEnd> {
		let listen: ((sent: unknown) => void) | undefined;
		const returned = new Promise<NodeEnd>((resolve) => {
			listen = (sent: unknown) => {
				const message = readMessage<FromProgram>(sent);
				if (message?.kind === 'call') void reply(message.call, message.request);
				else if ((message?.kind === 'result' && isObject(message.result)) || (message?.kind === 'fault' && isObject(message.fault)))
					resolve(message);
			};
			this.#child.on('message', listen);
		});
		const stopped = new Promise<NodeEnd>((resolve) => {
			if (signal.aborted) return resolve({ kind: 'stopped' });
			signal.addEventListener('abort', () => resolve({ kind: 'stopped' }), { once: true });
		});
		try {
			if (!signal.aborted) this.#send(start);
			const end = await Promise.race([returned, stopped, this.#ended]);
			if (end.kind === 'stopped') await this.#stop(returned);
			if (end.kind === 'fault' && end.fault.goesOn) await this.end();
			return end;
		} finally {
			this.#child.off('message', listen!);
		}
	}

	/** A stopped node may still do something, so its process ends. */
	async #stop(returned: Promise<unknown>): Promise<void> {
		this.#send({ kind: 'cancel' });
		let timer: NodeJS.Timeout | undefined;
		await Promise.race([returned, this.#ended, new Promise<void>((resolve) => (timer = setTimeout(resolve, graceMs)))]);
		clearTimeout(timer);
		await this.end();
	}

	async #start(): Promise<void> {
		let timer: NodeJS.Timeout | undefined;
		const first = new Promise<FromProgram | null | undefined>((resolve) =>
			this.#child.once('message', (sent) => resolve(readMessage(sent))),
		);
		const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), startMs)).unref());
		const answer = await Promise.race([first, late, this.#ended]);
		clearTimeout(timer);
		if (answer?.kind === 'ready') return;
		const why = answer?.kind === 'not-started' ? answer.message : this.#errors.trim().split('\n').at(-1);
		void this.end();
		throw new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: `n8n ${this.options.n8n.version} in ${this.options.n8n.folder} did not start: ${why || 'its process ended'}`,
			fix: 'Check that n8n starts by itself, and that TROUPE_N8N and TROUPE_N8N_PROGRAM name it and the Node.js that runs it.',
			details: { errors: this.#errors },
		});
	}

	/** A failed send means the process is gone, which is reported. */
	#send(message: ToProgram): void {
		if (this.#child.connected) this.#child.send(writeMessage(message), () => undefined);
	}

	#hold(held: boolean): void {
		const parts = [this.#child, this.#child.channel, this.#child.stderr as { ref?(): void; unref?(): void } | null];
		for (const part of parts)
			if (held) part?.ref?.();
			else part?.unref?.();
	}
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
