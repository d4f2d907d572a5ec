import { pause } from '../../core/base/async/pause';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { ShownOperation } from '../../service/operations/background/describe-operation';
import { cancelOperation, showOperation } from '../../service/operations/background/background-operations';
import type { InputOf, InputShapes, Operation } from '../../service/operations/operation';
import { ProgressLine } from '../terminal/progress-line';
import type { Terminal } from '../terminal/terminal';

type Call = <Input extends InputShapes, Output, Place>(
	called: Operation<Input, Output, Place>,
	input: InputOf<Input>,
	terminal: Terminal,
) => Promise<Output>;

/** How often, in seconds, progress is asked for that is one line of a terminal, and that is written as lines. */
const shownSeconds = 1;
const lineSeconds = 5;
const maxFailures = 10;
const failurePauseMs = 3_000;

/** Waits until an operation in the background has ended, and shows its progress. Outlives a restart of the service. */
export async function followOperation(id: string, terminal: Terminal, call: Call): Promise<ShownOperation> {
	const progress = new ProgressLine(terminal);
	const waitSeconds = terminal.showProgress ? shownSeconds : lineSeconds;
	try {
		for (let failures = 0; ;) {
			try {
				const shown = await call(showOperation, { id, waitSeconds }, terminal);
				failures = 0;
				if (shown.state !== 'queued' && shown.state !== 'running') return shown;
				if (shown.progress) progress.show(shown.progress);
			} catch (error) {
				failures += 1;
				if (!isTroupeError(error) || !error.retryable || failures > maxFailures || terminal.stop.aborted) throw error;
				await pause(error.retryAfterMs ?? failurePauseMs, terminal.stop);
			}
			if (terminal.stop.aborted) throw stopped();
		}
	} finally {
		progress.end();
	}
}

/** @throws TroupeError of the operation */
export async function finishOperation(id: string, terminal: Terminal, call: Call): Promise<unknown> {
	const { answer, error, state } = await followOrCancel(id, terminal, call);
	if (error) throw new TroupeError({ ...error, code: error.code, details: { operation: id, state } });
	return answer;
}

/** @throws TroupeError of the service, or CANCELLED; where the operation may go on, it says so */
async function followOrCancel(id: string, terminal: Terminal, call: Call): Promise<ShownOperation> {
	try {
		return await followOperation(id, terminal, call);
	} catch (error) {
		const noteOpen = (fault: unknown) => {
			terminal.note(howToFollow(id, terminal));
			throw fault;
		};
		if (!terminal.stop.aborted) return noteOpen(error);
		await call(cancelOperation, { id }, { ...terminal, stop: new AbortController().signal }).catch(noteOpen);
		throw new TroupeError({ code: 'CANCELLED', message: `The operation ${id} was cancelled at the service.`, cause: error });
	}
}

const howToFollow = (id: string, { service }: Terminal) =>
	`The operation may go on at the service. Follow it: troupe operations show ${id} --wait --service ${service}`;

const stopped = () => new TroupeError({ code: 'CANCELLED', message: 'The command was stopped; the operation goes on.' });
