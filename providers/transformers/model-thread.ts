import { cancelled, throwIfCancelled } from '../../core/base/async/cancelled';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import type { ThreadAnswer, ThreadTask } from './model-worker';

type Answered = Extract<ThreadAnswer, { numbers: Float32Array }>;

interface Waiting {
	task: ThreadTask;
	answered: PromiseWithResolvers<Answered>;
}

/** The process's thread for local models; it loads each once. */
export class ModelThread {
	#worker: Worker | undefined;
	#current: Waiting | undefined;
	readonly #urgent: Waiting[] = [];
	readonly #others: Waiting[] = [];

	/** @param library file of @huggingface/transformers */
	constructor(private readonly library: string) {}

	/** @param urgent true if a user waits; runs first @throws TroupeError DEPENDENCY_MISSING, MODEL_NOT_FOUND, MODEL_BAD_REQUEST, CANCELLED */
	async run(task: ThreadTask, urgent: boolean, signal: AbortSignal): Promise<Answered> {
		throwIfCancelled(signal, stopped);
		const answered = Promise.withResolvers<Answered>();
		const waiting = { task, answered };
		const line = urgent ? this.#urgent : this.#others;
		const cancel = () => {
			const place = line.indexOf(waiting);
			if (place >= 0) line.splice(place, 1);
			// A running computation cannot be stopped; its result is ignored.
			answered.reject(cancelled(signal, stopped));
		};
		signal.addEventListener('abort', cancel, { once: true });
		line.push(waiting);
		this.#next();
		try {
			return await answered.promise;
		} finally {
			signal.removeEventListener('abort', cancel);
		}
	}

	async close(): Promise<void> {
		const worker = this.#worker;
		this.#worker = undefined;
		await worker?.terminate();
		this.#settle(({ answered }) => answered.reject(broken('its thread was stopped')));
	}

	#next(): void {
		if (this.#current) return;
		const next = this.#urgent.shift() ?? this.#others.shift();
		// An idle thread does not keep the process alive.
		if (!next) return void this.#worker?.unref();
		this.#current = next;
		this.#worker ??= this.#start();
		this.#worker.ref();
		this.#worker.postMessage(next.task);
	}

	#start(): Worker {
		const worker = new Worker(join(__dirname, 'model-worker.ts'), {
			workerData: { library: pathToFileURL(this.library).href },
			execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'], // the TypeScript source, which Node runs directly
		});
		const lost = (why: string) => {
			if (this.#worker !== worker) return; // it was ended on purpose
			this.#worker = undefined;
			this.#settle(({ answered }) => answered.reject(broken(`its thread ended: ${why}`)));
		};
		worker.on('message', (answer: ThreadAnswer) => {
			this.#settle(({ task, answered }) => ('numbers' in answer ? answered.resolve(answer) : answered.reject(toError(answer, task))));
		});
		worker.on('error', (error) => lost(getErrorMessage(error)));
		worker.on('exit', (code) => lost(`code ${code}`));
		return worker;
	}

	#settle(settle: (waiting: Waiting) => void): void {
		const current = this.#current;
		this.#current = undefined;
		if (current) settle(current);
		this.#next();
	}
}

const threads = new Map<string, ModelThread>();

export function modelThread(library: string): ModelThread {
	const thread = threads.get(library) ?? new ModelThread(library);
	threads.set(library, thread);
	return thread;
}

function toError({ failed, where }: Extract<ThreadAnswer, { failed: string }>, { model }: ThreadTask): TroupeError {
	if (where === 'library')
		return new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: `@huggingface/transformers is installed but cannot be loaded: ${failed}`,
			fix: 'Reinstall version 4 for this system and this version of Node, or use a model of Ollama, OpenAI or Google.',
		});
	if (where === 'model')
		return new TroupeError({
			code: 'MODEL_NOT_FOUND',
			message: `The local model in ${model.folder} (${model.dtype}) cannot be loaded: ${failed}`,
			fix: 'Specify a folder with config.json, tokenizer.json and onnx/model.onnx, as hubs have them for transformers.js.',
		});
	return broken(failed);
}

function broken(why: string): TroupeError {
	return new TroupeError({
		code: 'MODEL_BAD_REQUEST',
		message: `The local model returned no result: ${why}`,
		fix: 'Check that the model is made for this task and that the machine has enough free memory.',
	});
}

const stopped = 'The call to a local model was cancelled.';
